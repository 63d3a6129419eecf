import { type Column, cellOf, createContext, isMissing, measure } from '@verisim/core';
import { type ReadResult, readTable } from '@verisim/io';
import type { ReportTable } from '@verisim/report';
import type { Call } from '../call.ts';
import { counted } from '../counted.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { plain } from '../printable.ts';
import { sayChanges } from '../read-inputs.ts';
import { readLike, readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';

/** `verisim inspect`: what is in a file, or how it differs from a real one. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  const against = optional(options, 'against');
  const settings = readOptionsOf(options);
  const real = against === undefined ? null : await readTable(against, { ...settings, signal });
  const read = await readTable(
    file,
    real ? { ...readLike(real.table.spec, settings), signal } : { ...settings, signal },
  );
  const columns = read.table.columns.map((column, i) => describe(column, read, i));
  const comparison = real ? await compare(real, read, options, signal) : null;
  if (terminal.json) {
    printJson({
      file: read.report.file,
      format: read.report.format,
      rows: read.table.rows,
      hash: read.report.hash,
      columns,
      changes: read.report.changes,
      ...comparison,
    });
    return exitOf(comparison);
  }
  terminal.say(
    plain(
      `${read.report.file}: ${counted(read.table.rows, 'row')}, ${counted(columns.length, 'column')} (${read.report.format})`,
    ),
  );
  for (const table of columnTables(columns)) sayTable(table, terminal);
  terminal.say('');
  sayChanges([read.report], terminal);
  if (comparison) sayComparison(comparison, terminal);
  return exitOf(comparison);
}

/** A difference that a person should look at is no success for a script. */
function exitOf(comparison: Awaited<ReturnType<typeof compare>> | null): ExitCode {
  return comparison?.findings.some(({ level }) => level === 'error') ? exitCodes.attention : exitCodes.done;
}

interface ColumnDescription {
  readonly name: string;
  readonly kind: string;
  readonly missing: number;
  readonly distinct: number;
  readonly examples: readonly (string | number)[];
  readonly reason: string;
}

function describe(column: Column, { table, report }: ReadResult, index: number): ColumnDescription {
  const spec = table.spec.columns[index];
  const seen = new Set<string | number>();
  let missing = 0;
  for (let row = 0; row < table.rows; row++) {
    if (isMissing(column, row)) missing++;
    else seen.add(column.storage === 'coded' ? column.codes[row] : (column.values[row] as string | number));
  }
  const examples: (string | number)[] = [];
  for (let row = 0; row < table.rows && examples.length < 3; row++) {
    const cell = cellOf(column, row);
    const shown =
      spec.kind === 'datetime' && typeof cell === 'number'
        ? new Date(cell).toISOString().replace(/T00:00:00.000Z$/, '')
        : cell;
    if (shown !== null && !examples.includes(shown)) examples.push(shown);
  }
  const reason = report.columns.find((candidate) => candidate.name === spec.name)?.reason ?? '';
  return { name: spec.name, kind: spec.kind, missing, distinct: seen.size, examples, reason };
}

function columnTables(columns: readonly ColumnDescription[]): readonly ReportTable[] {
  const facts = columns.map(({ name, kind, missing, distinct, examples }) => [
    name,
    kind,
    missing,
    distinct,
    examples.join(', '),
  ]);
  return [
    { caption: 'Columns', columns: ['column', 'kind', 'missing', 'distinct', 'examples'], rows: facts },
    {
      caption: 'Why these kinds',
      columns: ['column', 'reason'],
      rows: columns.map(({ name, reason }) => [name, reason]),
    },
  ];
}

async function compare(real: ReadResult, read: ReadResult, options: Call['options'], signal: AbortSignal) {
  const { fidelity } = await import('@verisim/evaluator-fidelity');
  const ctx = createContext({ seed: String(options.seed), signal });
  const data = { real: real.table, synthetic: read.table };
  const { measurements, findings } = await measure(data, [{ evaluator: fidelity, options: { charts: false } }], ctx);
  return { against: real.report.file, measurements, findings };
}

function sayComparison(comparison: Awaited<ReturnType<typeof compare>>, terminal: Terminal): void {
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
