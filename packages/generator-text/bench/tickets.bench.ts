// What texts without a language model are worth: 300 uneven tickets of five topics, macro-F1 of the strong text learner on the official test rows.
// Run: npm run bench -- tickets [SETS] [RUNS] [OPTIONS as JSON], such as: tickets CDEFGHIJ 6 '{"borrow":0.2}'. Without arguments sets A and B, 20 runs (about 4 CPU minutes).
// Needs ../shared/text beside the checkout. Settings were chosen on the sets C to T, never on A and B; the rules of A and B were written without any of their texts.
import { existsSync, readFileSync } from 'node:fs';
import {
  type CodedColumn,
  type Column,
  columnOf,
  concatTables,
  constantColumn,
  createContext,
  createRandom,
  createTable,
  fit,
  type Json,
  type Table,
  takeColumns,
} from '@verisim/core';
import { confusion, macroF1, predictedClasses, textLearner } from '@verisim/evaluator-utility';
import { studentQuantile } from '@verisim/statistics';
import { ngram } from '../src/index.ts';
import { grammarRows } from './grammar-rows.ts';
import { copied, openTickets, ticketSets } from './tickets-sets.ts';

const folder = new URL('../../../../shared/text/', import.meta.url);
if (!existsSync(folder)) {
  console.warn('Skipped: there is no ../shared/text beside the checkout.');
  process.exit(0);
}
const [sets = 'AB', runs = '20', options = '{}'] = process.argv.slice(2);
const THRESHOLD = 0.005;
/** What the goal on B is judged on, declared before the first run: half of the missing rows from the rules, half from `ngram`. */
const RECIPE = 'grammar + ngram';
/** What stands beside `ngram` with the options asked for: its two parts alone. */
const PARTS: Readonly<Record<string, Json>> = { 'seeds with slips': { mix: 1 }, trigrams: { mix: 0 }, ngram: {} };

/** Rows that each label lacks to the most frequent one. */
function missing(train: Table): Int32Array {
  const { codes, levels } = columnOf(train, 'label') as CodedColumn;
  const counts = Int32Array.from(levels, (_, level) => codes.filter((code) => code === level).length);
  return counts.map((count) => Math.max(...counts) - count);
}

async function generated(train: Table, run: number, part: Json, wanted: Int32Array = missing(train)): Promise<Table> {
  const { levels } = columnOf(train, 'label') as CodedColumn;
  const rows = wanted.reduce((sum, count) => sum + count, 0);
  const quotas = Object.fromEntries(levels.map((level, i) => [level, wanted[i]]));
  const ctx = createContext({ seed: run });
  const model = await fit(ngram, train, { quotas, ...JSON.parse(options), ...(part as object) }, ctx);
  const table = await model.sample({ block: 0, rows }, createContext({ seed: `rows ${run}` }));
  return descended(takeColumns(table, ['text', 'label']), columnOf(table, 'lineage:parents'), 'parents');
}

/** What the rules add, alone and with half of the rows from `ngram`. They have no seeds among the real rows. */
async function fromRules(text: string, train: Table, run: number): Promise<ReadonlyMap<string, Table>> {
  const lacking = missing(train);
  const half = lacking.map((rows) => Math.ceil(rows / 2));
  const made = async (wanted: Int32Array) => {
    const table = await grammarRows(text, train, wanted, run);
    return descended(table, constantColumn('text', table.rows, null), 'parents');
  };
  const rest = lacking.map((rows, label) => rows - half[label]);
  const mixed = concatTables([await made(half), await generated(train, run, {}, rest)]);
  return new Map([
    ['grammar', await made(lacking)],
    [RECIPE, mixed],
  ]);
}

/** Says which rows are seeds and which descend from them, so that the learner deals whole families when it chooses its penalty. */
function descended(table: Table, said: Column, field: 'id' | 'parents'): Table {
  const fields = ['id', 'parents'].map(
    (name) => ({ name: `lineage:${name}`, kind: 'text', nullable: true, role: 'lineage' }) as const,
  );
  const none = constantColumn('text', table.rows, null);
  return createTable(
    [...table.spec.columns, ...fields],
    [...table.columns, ...(field === 'id' ? [said, none] : [none, said])],
  );
}

const seeds = (table: Table): Table =>
  descended(table, { storage: 'text', values: Array.from({ length: table.rows }, (_, row) => `${row}`) }, 'id');

async function score(train: Table, test: Table, run: number): Promise<number> {
  const request = { target: 'label', random: createRandom(run), signal: new AbortController().signal };
  const classifier = await textLearner.fit(train, request);
  const { codes, levels } = columnOf(test, 'label') as CodedColumn;
  const classes = classifier.classes.length;
  const predicted = predictedClasses(classifier.predict(test), classes);
  classifier.dispose();
  const named = predicted.map((code) => levels.indexOf(classifier.classes[code]));
  return macroF1(confusion(codes, named, levels.length), levels.length);
}

/** The mean of paired differences with Student's interval: it covers the draw of the 300 tickets and of the texts, not of the test rows. */
function paired(lifts: readonly number[]): { mean: number; low: number; high: number } {
  const mean = lifts.reduce((sum, lift) => sum + lift, 0) / lifts.length;
  const variance = lifts.reduce((sum, lift) => sum + (lift - mean) ** 2, 0) / (lifts.length - 1);
  const half = studentQuantile(0.025, lifts.length - 1) * Math.sqrt(variance / lifts.length);
  return { mean, low: mean - half, high: mean + half };
}

function decision({ low, high }: { low: number; high: number }): string {
  if (high < 0) return 'do not use';
  if (low > THRESHOLD) return 'use';
  return high < THRESHOLD ? 'real data suffices' : 'cannot tell';
}

const points = (value: number) => `${value < 0 ? '' : '+'}${(100 * value).toFixed(2)}`;
let kept = true;

/** The rules of a set, `null` where nobody wrote any. */
function rulesOf(name: string): string | null {
  const file = new URL(`tickets-${name.toLowerCase()}.yaml`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

for (const name of sets) {
  const tickets = await openTickets(ticketSets[name], folder);
  const real: number[] = [];
  const text = rulesOf(name);
  const arms = ['copies', ...Object.keys(PARTS), ...(text === null ? [] : ['grammar', RECIPE])];
  const lifts = new Map<string, number[]>(arms.map((arm) => [arm, []]));
  for (let run = 0; run < Number(runs); run++) {
    const { train, test } = tickets(run);
    const base = await score(train, test, run);
    real.push(base);
    const copies = concatTables([train, copied(train, createRandom(`copies ${run}`))]);
    lifts.get('copies')?.push((await score(copies, test, run)) - base);
    for (const [arm, part] of Object.entries(PARTS)) {
      const more = concatTables([seeds(train), await generated(train, run, part)]);
      lifts.get(arm)?.push((await score(more, test, run)) - base);
    }
    for (const [arm, rows] of text === null ? [] : await fromRules(text, train, run))
      lifts.get(arm)?.push((await score(concatTables([seeds(train), rows]), test, run)) - base);
  }
  const mean = real.reduce((sum, value) => sum + value, 0) / real.length;
  console.log(`set ${name}, ${runs} runs: real rows alone, strong text learner, macro-F1 ${mean.toFixed(3)}`);
  const found = new Map(Array.from(lifts, ([arm, own]) => [arm, paired(own)]));
  for (const [arm, lift] of found)
    console.log(
      `  ${arm.padEnd(16)} ${points(lift.mean)} points, 95 % ${points(lift.low)} to ${points(lift.high)}: ${decision(lift)}`,
    );
  const [copies, recipe] = ['copies', RECIPE].map((arm) => found.get(arm) ?? paired([]));
  if ('AB'.includes(name) && (copies.mean >= recipe.mean || decision(copies) === 'use')) kept = false;
  if (name === 'B' && recipe.mean < THRESHOLD) kept = false;
}
const { user, system } = process.cpuUsage();
console.log(`${((user + system) / 1e6).toFixed(0)} CPU seconds; a lift worth having: ${points(THRESHOLD)} points`);
if (!kept) {
  console.error(`broken: ${RECIPE} must lift set B by half a point or more, and copies must not win`);
  process.exit(1);
}
