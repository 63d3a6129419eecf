import {
  type CodedColumn,
  type Condition,
  type Context,
  cellOf,
  columnOf,
  createTable,
  type Measurement,
  rowsThat,
  rowsWhere,
  type Table,
  type TrackedTable,
  takeRows,
} from '@verisim/core';
import { textLearner } from '@verisim/evaluator-utility';
import { ngram } from '@verisim/generator-text';
import { makePlan, textChecks } from '@verisim/plays';
import type { ReportSection } from '@verisim/report';
import type { Call } from '../call.ts';
import { playDemo } from '../demo-play.ts';
import { demoTickets, TOPIC } from '../demo-ticket-rows.ts';
import type { ExitCode } from '../exit-codes.ts';

const GAP =
  'The rarest topics of the support desk have too few tickets to learn from, so their tickets end up with the wrong team.';
const HOLDOUT_ROWS = 60;
/** Topics that are the gap. */
const RARE = 3;

/** `verisim demo --text`: support tickets of five topics, without a language model. */
export async function run(call: Call): Promise<ExitCode> {
  const { table, source, about } = await demoTickets(String(call.options.seed), call.signal);
  const where = [{ column: TOPIC, in: rarestTopics(table) }];
  const plan = makePlan({
    gap: GAP,
    target: TOPIC,
    where,
    metric: 'macro-f1',
    threshold: 0.01,
    batchRows: 60,
    folds: 4,
    seeds: 2,
    force: Boolean(call.options.force),
  });
  const story = {
    name: 'demo-text',
    title: 'Do made-up tickets help to sort real ones by topic?',
    introduction: introduction(table, about),
    table,
    source,
    holdoutRows: HOLDOUT_ROWS,
    rowName: 'tickets',
    plan,
    generator: ngram as never,
    learner: textLearner,
    situations: [{ name: `A support desk with ${table.rows} tickets`, short: 'Tickets', rows: null }],
    facts: { tickets: about },
    subset: (train: TrackedTable) => train,
    before: async (train: TrackedTable, ctx: Context) => [await homogeneous(train.table, where, ctx)],
  };
  return playDemo(story, call);
}

function topicCounts(table: Table): readonly { readonly topic: string; readonly rows: number }[] {
  const { codes, levels } = columnOf(table, TOPIC) as CodedColumn;
  return levels
    .map((topic, level) => ({ topic, rows: rowsThat(codes.length, (row) => codes[row] === level).length }))
    .sort((a, b) => b.rows - a.rows);
}

function rarestTopics(table: Table): readonly string[] {
  return topicCounts(table)
    .slice(-RARE)
    .map(({ topic }) => topic);
}

function introduction(table: Table, about: string): string {
  const counts = topicCounts(table).map(({ topic, rows }) => `${topic} ${rows}`);
  return `${about}\nTickets by topic: ${counts.join(', ')}.\n${GAP}`;
}

const COMPARED: Readonly<Record<string, string>> = {
  'text-unique': 'texts that are unique',
  'text-distinct-2': 'different pairs of words',
  'text-self-bleu': 'likeness to each other (self-BLEU)',
  'text-vendi-score': 'effective number of different texts (Vendi)',
};

/** A batch such as one prompt without seeds often gives, measured: what the checks are there to catch. */
async function homogeneous(train: Table, where: readonly Condition[], ctx: Context): Promise<ReportSection> {
  const real = takeRows(train, rowsWhere(train, where));
  const batch = onePromptBatch(real);
  const { measurements, findings, failures } = (await textChecks({ real, synthetic: batch, target: TOPIC }, ctx))!;
  const texts = Array.from({ length: 3 }, (_, row) => String(cellOf(columnOf(batch, 'text'), row)));
  return {
    title: 'A homogeneous batch, and how it is caught',
    text: [
      `${batch.rows} tickets for the same topics as one prompt without examples often gives them (made here from five sentences, by no model): "${texts.join('", "')}".`,
      'Each reads well. Together they teach a model five sentences; a play stops at such a batch, by the checks below.',
    ],
    tables: [
      {
        caption: 'Diversity',
        columns: ['', 'this batch', 'real tickets'],
        rows: measurements.flatMap((one) => comparedRow(one)),
      },
    ],
    findings: [
      ...failures.map((message) => ({ rule: 'texts-failed', level: 'error', message: `${message}.` }) as const),
      ...findings.filter(({ level }) => level !== 'info').slice(0, 4),
    ],
  };
}

function comparedRow({ metric, value, reference }: Measurement): (string | null)[][] {
  const name = COMPARED[metric];
  const real = Object.entries(reference ?? {}).find(([kind]) => kind.includes('real'))?.[1];
  return name === undefined ? [] : [[name, written(value), written(real ?? null)]];
}

const written = (value: number | null): string | null => (value === null ? null : value.toFixed(2));

function onePromptBatch(real: Table): Table {
  const topic = columnOf(real, TOPIC) as CodedColumn;
  const values = Array.from(topic.codes, (code, i) => {
    const name = topic.levels[code].replaceAll('_', ' ');
    return [
      `Hello, I have a question about ${name}. Could you please help me?`,
      `I am having a problem with ${name}. Can you help me with this?`,
      `Hi, I would like to know more about ${name}. Thank you.`,
      `Could you please look into my ${name}? Thank you for your help.`,
      `I need help with ${name}. What should I do?`,
    ][i % 5];
  });
  const columns = real.spec.columns.map(({ name }, i) =>
    name === 'text' ? { storage: 'text' as const, values } : real.columns[i],
  );
  return createTable(real.spec.columns, columns);
}
