import { type ColumnRole, createContext, measure, type Table } from '@verisim/core';
import { openTable, type ReadReport, readTable } from '@verisim/io';
import type { ReportTable } from '@verisim/report';
import type { Call } from '../call.ts';
import { type ColumnSummary, summariseColumns } from '../column-summary.ts';
import { counted } from '../counted.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { plain } from '../printable.ts';
import { sayReading } from '../read-inputs.ts';
import { readLike, readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';

type ColumnDescription = ColumnSummary & { readonly reason: string; readonly role: ColumnRole };

/** `verisim inspect`: what is in a file, or how it differs from a real one. Alone, the file is never held in memory. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  const against = optional(options, 'against');
  const settings = { ...readOptionsOf(options), signal };
  const real = against === undefined ? null : await readTable(against, settings);
  const opened = await openTable(file, real ? { ...readLike(real.table.spec, settings), signal } : settings);
  try {
    const { report, spec } = opened;
    const summaries = await summariseColumns(spec.columns, opened.blocks(signal));
    const columns = summaries.map((summary, i) => {
      return { ...summary, reason: report.columns[i].reason, role: spec.columns[i].role };
    });
    const comparison = real
      ? await compare({ real: real.table, synthetic: await opened.table(signal) }, real.report.file, options, signal)
      : null;
    if (terminal.json) printJson({ ...report, columns, ...comparison });
    else sayInspection(report, columns, comparison, terminal);
    return exitOf(comparison);
  } finally {
    await opened.close();
  }
}

function sayInspection(
  report: ReadReport,
  columns: readonly ColumnDescription[],
  comparison: Comparison | null,
  terminal: Terminal,
): void {
  const size = `${counted(report.rows, 'row')}, ${counted(columns.length, 'column')}`;
  terminal.say(plain(`${report.file}: ${size} (${report.format})`));
  for (const table of columnTables(columns)) sayTable(table, terminal);
  terminal.say('');
  sayReading([report], terminal);
  const ids = columns.filter(({ kind }) => kind === 'id').map(({ name }) => name);
  if (ids.length > 0) terminal.say(plain(`Identifiers are not learned: generate invents them (${ids.join(', ')}).`));
  const texts = columns.filter(({ kind, role }) => kind === 'text' && role === 'ignore').map(({ name }) => name);
  if (texts.length > 0)
    terminal.say(
      plain(
        `Texts that nobody asked for are no features (${texts.join(', ')}); --kinds ${texts[0]}=text makes one a feature.`,
      ),
    );
  if (comparison) sayComparison(comparison, terminal);
}

/** A difference that a person should look at is no success for a script. */
function exitOf(comparison: Comparison | null): ExitCode {
  return comparison?.findings.some(({ level }) => level === 'error') ? exitCodes.attention : exitCodes.done;
}

type Comparison = Awaited<ReturnType<typeof compare>>;

function columnTables(columns: readonly ColumnDescription[]): readonly ReportTable[] {
  const facts = columns.map(({ name, kind, missing, distinct, distinctIsLeast, range, examples }) => [
    name,
    kind,
    missing,
    distinctIsLeast ? `over ${distinct}` : distinct,
    range ? `${range[0]} to ${range[1]}` : '',
    examples.join(', '),
  ]);
  return [
    { caption: 'Columns', columns: ['column', 'kind', 'missing', 'distinct', 'range', 'examples'], rows: facts },
    {
      caption: 'Why these kinds',
      columns: ['column', 'reason'],
      rows: columns.map(({ name, reason }) => [name, reason]),
    },
  ];
}

async function compare(
  data: { readonly real: Table; readonly synthetic: Table },
  against: string,
  options: Call['options'],
  signal: AbortSignal,
) {
  const { fidelity } = await import('@verisim/evaluator-fidelity');
  const ctx = createContext({ seed: String(options.seed), signal });
  const { measurements, findings } = await measure(
    data,
    [{ evaluator: fidelity, options: { charts: false, detector: false, detail: false } }],
    ctx,
  );
  return { against, measurements, findings };
}

function sayComparison(comparison: Comparison, terminal: Terminal): void {
  const shapes = comparison.measurements.filter((found) => found.metric === 'column-shape' && found.value !== null);
  const rows = [...shapes]
    .sort((a, b) => a.value! - b.value!)
    .map((found) => [found.where.column ?? '', found.value!.toFixed(4)]);
  const table = {
    caption: `Column shapes against ${comparison.against} (1 = the same), worst first`,
    columns: ['column', 'shape'],
    rows,
  };
  sayTable(table, terminal);
  for (const metric of ['column-shapes', 'pair-trends', 'pair-trends-shared-bins', 'exact-copies']) {
    const found = comparison.measurements.find((candidate) => candidate.metric === metric);
    if (found?.value != null) terminal.say(`${metric}: ${found.value.toFixed(4)}`);
  }
  for (const finding of comparison.findings) terminal.say(plain(`${finding.level}: ${finding.message}`));
}
