import {
  concatLineages,
  concatTables,
  type Fingerprints,
  realLineage,
  type Table,
  type TrackedTable,
  takeRows,
  takeTrackedRows,
  trackedTable,
} from '@verisim/core';
import { type HoldoutLock, holdoutFingerprints, lockHoldout, type Workspace } from '@verisim/workspace';
import { badArrival } from '../errors.ts';
import { type ArrivedRows, newRows } from './arrived-rows.ts';
import type { ColdStart } from './cold-start-store.ts';
import { evaluationShare } from './evaluation-share.ts';
import { evaluationRows } from './replace-state.ts';

/** Real rows that came, and what came before. */
export interface Arrival {
  /** The file's rows in the columns of the made ones, the target coded. */
  readonly table: Table;
  readonly source: { readonly file: string; readonly hash: string };
  /** Of earlier arrivals; `null` while there are none. */
  readonly training: TrackedTable | null;
  readonly arrived: ArrivedRows;
  /** Locks of the evaluation part so far. */
  readonly locks: readonly HoldoutLock[];
  readonly seed: string;
  /** Takes every row for new. */
  readonly allNew?: boolean;
}

/** Where the rows went. */
export interface TakenIn {
  readonly added: number;
  readonly known: number;
  readonly arrived: ArrivedRows;
  readonly locks: readonly HoldoutLock[];
  /** Rows that were locked away now. */
  readonly locked: number;
  /** New rows that are double of a locked one and are left out. */
  readonly doubles: number;
  /** Every real row that may be trained on. */
  readonly training: TrackedTable;
  /** Of the rows that were added to it now: their places in the file. */
  readonly places: Int32Array;
}

/**
 * Takes real rows in: first into the locked evaluation part, what is left into the training part. Rows that came before are passed over, and so are doubles of
 * locked rows. Throws `plays/bad-arrival` where no row is new, and what locking throws.
 */
export async function takeInRows(workspace: Workspace, start: ColdStart, arrival: Arrival): Promise<TakenIn> {
  const { table, source, seed } = arrival;
  const columns = table.spec.columns.map(({ name }) => name);
  const { rows, known, arrived } = newRows(table, columns, arrival.arrived, {
    key: start.place,
    allNew: arrival.allNew,
  });
  if (rows.length === 0)
    throw badArrival(
      table.rows === 0 ? `${source.file} has no rows.` : `All ${table.rows} rows of ${source.file} have come before.`,
      'Bring new rows, or say --all-new if these only look the same; verisim replace --sweep sweeps the ratio without any.',
    );
  const fresh = takeRows(table, rows);
  const have = start.replaced === null ? 0 : evaluationRows(start.replaced);
  const share = evaluationShare(rows.length, have, start.need.wanted);
  const target = start.plan.target;
  const split = share === 0 ? null : await lockHoldout(workspace, { table: fresh, rows: share, seed, target, source });
  const locks = split ? [...arrival.locks, split.lock] : arrival.locks;
  const own = split?.train ?? trackedTable(fresh, realLineage(fresh.rows, source.file));
  const apart = await withoutDoubles(workspace, own, locks);
  const training = arrival.training === null ? apart : below(arrival.training, apart);
  return {
    added: rows.length,
    known,
    arrived,
    locks,
    locked: split?.lock.rows ?? 0,
    doubles: own.table.rows - apart.table.rows,
    training,
    places: placesOf(apart).map((place) => rows[place]),
  };
}

/** Which rows are double of a locked one, in any lock. */
export async function evaluationFingerprints(
  workspace: Workspace,
  locks: readonly HoldoutLock[],
): Promise<Fingerprints | undefined> {
  const all = await Promise.all(locks.map((lock) => holdoutFingerprints(workspace, lock)));
  if (all.length === 0) return undefined;
  return {
    columns: all[0].columns,
    size: all.reduce((sum, { size }) => sum + size, 0),
    collisions(table) {
      const rows = new Set(all.flatMap((one) => [...one.collisions(table)]));
      return Int32Array.from(rows).sort();
    },
  };
}

async function withoutDoubles(
  workspace: Workspace,
  rows: TrackedTable,
  locks: readonly HoldoutLock[],
): Promise<TrackedTable> {
  const guard = await evaluationFingerprints(workspace, locks);
  const doubles = new Set(guard?.collisions(rows.table) ?? []);
  const kept = Int32Array.from([...Array(rows.table.rows).keys()].filter((row) => !doubles.has(row)));
  return doubles.size === 0 ? rows : takeTrackedRows(rows, kept);
}

function below(first: TrackedTable, second: TrackedTable): TrackedTable {
  const tables = [first, second].filter(({ table }) => table.rows > 0);
  if (tables.length < 2) return tables[0] ?? first;
  return trackedTable(
    concatTables(tables.map(({ table }) => table)),
    concatLineages(tables.map(({ lineage }) => lineage)),
  );
}

/** Where rows stood, by the end of their ids. */
function placesOf({ lineage }: TrackedTable): Int32Array {
  const [ids] = lineage.columns;
  if (ids.storage !== 'text') return new Int32Array(0);
  return Int32Array.from(ids.values, (id) => Number(id!.slice(id!.lastIndexOf(':') + 1)));
}
