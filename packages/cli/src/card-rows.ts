import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type CodedColumn,
  type Column,
  type ColumnSpec,
  cellOf,
  columnOf,
  createTable,
  type Lineage,
  realLineage,
  sharedLineage,
  type Table,
  type TrackedTable,
  takeRows,
  trackedTable,
  withRoles,
  withTarget,
} from '@verisim/core';
import { readTable } from '@verisim/io';
import { datasetRecords, listRuns, type RunManifest, requireRun, type Workspace } from '@verisim/workspace';
import { missingOption, realRowsInCard } from './errors.ts';
import { unknownRun } from './project-errors.ts';
import { readLineage } from './read-lineage.ts';
import { type ReadSettings, readOptionsOf } from './read-options.ts';
import { optional } from './settings.ts';

type Options = Readonly<Record<string, unknown>>;

/** The rows that a card is about. */
export interface CardRows {
  readonly tracked: TrackedTable;
  /** Versions of the data sets that they were made from. */
  readonly parents: readonly string[];
  /** Hashes of the files that hold them, by which runs on them are found. */
  readonly hashes: readonly string[];
  /** The run that kept them, `null` for a bare file. */
  readonly run: { readonly place: string; readonly manifest: RunManifest } | null;
  /** Rows of the run's training set by origin. */
  readonly counts: { readonly real: number; readonly synthetic: number };
}

/** What a run keeps its rows and their lineage in. */
const ROWS = 'data.parquet';
const LINEAGE = 'lineage.parquet';

/** The rows of a run, or the last one that kept any. Throws `cli/unknown-run` and what a changed run throws. */
export async function rowsOfRun(workspace: Workspace, name: string | undefined, options: Options): Promise<CardRows> {
  const runs = (await listRuns(workspace)).filter(({ state, manifest }) => state === 'whole' && manifest?.files);
  const keeping = runs
    .filter(({ manifest }) => [ROWS, LINEAGE].every((file) => Object.hasOwn(manifest!.files!, file)))
    .sort((a, b) => (a.manifest!.time < b.manifest!.time ? -1 : 1));
  const places = keeping.map(({ place }) => place);
  const run =
    name === undefined ? keeping.at(-1) : keeping.findLast(({ place }) => place === name || place.startsWith(name));
  if (run === undefined)
    throw name === undefined
      ? missingOption('a run or a file of rows (no finished run here keeps any)', 'card')
      : unknownRun(name, places);
  await requireRun(workspace, run.place);
  const folder = workspace.path('runs', run.place);
  const { table } = await readTable(join(folder, ROWS));
  const lineage = await readLineage(join(folder, LINEAGE), table.rows);
  const manifest = run.manifest!;
  const hashes = Object.entries(manifest.files!).flatMap(([file, hash]) => (/\.(csv|parquet)$/.test(file) ? hash : []));
  const records = (await datasetRecords(workspace)).map(({ record }) => record);
  const own = records.findLast(({ run: by, role }) => by === run.place && role === 'synthetic');
  const kept = keptRows(trackedTable(table, lineage), Boolean(options.withReal), run.place);
  return { ...kept, parents: own?.parents ?? [], hashes, run: { place: run.place, manifest } };
}

/**
 * The rows of a file with the lineage of `--lineage`; without one they are taken as synthetic rows of unknown make. Throws
 * `cli/real-rows-in-card` for a file that the ledger knows as real rows.
 */
export async function rowsOfFile(file: string, workspace: Workspace | null, options: Options): Promise<CardRows> {
  const settings: ReadSettings = readOptionsOf(options);
  const { table, report } = await readTable(file, settings);
  const { hash } = report;
  const records = workspace === null ? [] : (await datasetRecords(workspace)).map(({ record }) => record);
  const known = records.findLast(({ fileHash }) => fileHash === hash);
  const given = optional(options, 'lineage');
  const withReal = Boolean(options.withReal);
  const role = known?.role ?? 'synthetic';
  const unclear = given === undefined && (role === 'blend' || (role !== 'synthetic' && !withReal));
  if (role === 'holdout' || unclear) throw realRowsInCard(file, role);
  const assumed = () =>
    role === 'synthetic'
      ? sharedLineage(table.rows, { origin: 'synthetic', depth: 1 }, 'row:')
      : realLineage(table.rows, basename(file));
  const lineage = given === undefined ? assumed() : await readLineage(given, table.rows);
  return {
    ...keptRows(trackedTable(table, lineage), withReal, file),
    parents: known?.parents ?? [],
    hashes: [hash],
    run: null,
  };
}

/** Whether a name is that of a file. */
export async function isFile(name: string): Promise<boolean> {
  return (await stat(name).catch(() => null))?.isFile() ?? false;
}

/** The synthetic rows, or all of them when real rows are wanted too; nothing of the others stays behind in their declaration. */
function keptRows(all: TrackedTable, withReal: boolean, name: string): Pick<CardRows, 'tracked' | 'counts'> {
  const origin = columnOf(all.lineage, 'origin');
  const rows = Array.from({ length: all.table.rows }, (_, row) => row);
  const made = rows.filter((row) => cellOf(origin, row) === 'synthetic');
  if (made.length === 0 && !withReal) throw realRowsInCard(name, 'real');
  const counts = { synthetic: made.length, real: rows.length - made.length };
  const wanted = withReal ? rows : made;
  const part = (table: Table) => ownLevels(takeRows(table, wanted));
  return { tracked: trackedTable(part(all.table), part(all.lineage)), counts };
}

/** The table with the levels that occur and no bounds: what it declares could otherwise tell of rows that are not in it. */
function ownLevels({ spec, columns }: Table): Table {
  const specs = spec.columns.map(({ bounds: _, levels: __, reason: ___, ...rest }): ColumnSpec => rest);
  return createTable(
    specs,
    columns.map((column): Column => (column.storage === 'coded' ? withOwnLevels(column) : column)),
  );
}

function withOwnLevels({ codes, levels }: CodedColumn): CodedColumn {
  const used = new Set(codes);
  const kept = [...levels.keys()].filter((code) => used.has(code));
  const places = new Map(kept.map((code, place) => [code, place]));
  return {
    storage: 'coded',
    codes: codes.map((code) => places.get(code) ?? -1),
    levels: kept.map((code) => levels[code]),
  };
}

/** The roles that the user or the run's report names: the target, and what is sensitive. */
export function withCardRoles(table: Table, target: string | undefined, sensitive: readonly string[]): Table {
  const names = new Set(table.spec.columns.map(({ name }) => name));
  const roles = Object.fromEntries(
    sensitive.filter((name) => names.has(name)).map((name) => [name, 'sensitive'] as const),
  );
  const marked = withRoles(table, roles);
  return target === undefined ? marked : withTarget(marked, target);
}

/** The lineage counted by origin, generator, run and depth, most rows first. */
export function sourcesIn(lineage: Lineage): readonly {
  readonly origin: 'real' | 'synthetic';
  readonly generator: string | null;
  readonly run: string | null;
  readonly depth: number;
  readonly rows: number;
}[] {
  const columns = ['origin', 'generator', 'generator_version', 'run', 'depth'].map((name) => columnOf(lineage, name));
  const counts = new Map<string, number>();
  for (let row = 0; row < lineage.rows; row++) {
    const key = JSON.stringify(columns.map((column) => cellOf(column, row)));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([key, rows]) => {
      const [origin, generator, version, run, depth] = JSON.parse(key) as [
        string,
        string | null,
        string | null,
        string | null,
        number,
      ];
      const made = generator === null ? null : [generator, version].filter((part) => part !== null).join(' ');
      return { origin: origin === 'real' ? 'real' : 'synthetic', generator: made, run, depth: Number(depth), rows };
    });
}
