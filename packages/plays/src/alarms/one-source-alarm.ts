import { cellOf, columnOf, type Lineage, rowHashes, type Table, takeColumns } from '@verisim/core';
import { fisherGreater, type Share, shareDifference } from '@verisim/statistics';
import { ALARM_ALPHA, type Alarm, type AlarmInput, percent, unknownAlarm } from './alarm.ts';

const NAME = 'one-source';
const MEASURES = 'share of test rows that share a source with the synthetic rows';

/**
 * Train and test from one source: test rows that are synthetic themselves, of the same generator and run or of the same parents, or that
 * synthetic rows were made from; and test rows that occur among the synthetic rows more often than among the real training rows.
 */
export function oneSourceAlarm({ real, synthetic, lineage, test, testLineage }: AlarmInput): Alarm {
  if (!test && !testLineage) {
    const why = 'Nothing is known of the rows that the model will be tested on.';
    return unknownAlarm(NAME, MEASURES, why, 'Name them with --test, and their lineage with --test-lineage.');
  }
  const shared = testLineage ? sharedRows(testLineage, lineage) : { rows: 0, how: '' };
  if (shared.rows > 0 && testLineage) {
    const share = shared.rows / testLineage.rows;
    const message = `${percent(share)} of the test rows share a source with the synthetic rows: ${shared.how}.`;
    return on(share, null, null, 0, message);
  }
  if (!test) return quiet(0, null, null, 0, 'The lineages share no source.');
  return byCopies(real, synthetic, test);
}

interface SharedRows {
  readonly rows: number;
  readonly how: string;
}

/** Test rows that the lineages put to a source of synthetic training rows. */
function sharedRows(test: Lineage, made: Lineage | undefined): SharedRows {
  const parents = new Set(made ? cells(made, 'parents').flatMap(parentIds) : []);
  const [ids, own, origins] = [cells(test, 'id'), cells(test, 'parents'), cells(test, 'origin')];
  const reasons = new Map<string, number>();
  let rows = 0;
  for (let row = 0; row < test.rows; row++) {
    const how = parents.has(ids[row] ?? '')
      ? 'synthetic rows were made from them'
      : origins[row] === 'synthetic'
        ? 'they are synthetic themselves'
        : parentIds(own[row]).some((parent) => parents.has(parent))
          ? 'they have the same parents'
          : null;
    if (how === null) continue;
    rows++;
    reasons.set(how, (reasons.get(how) ?? 0) + 1);
  }
  return { rows, how: [...reasons].map(([how, count]) => `${how} (${count.toLocaleString('en-US')})`).join(', ') };
}

/** Ids in a lineage's `parents` cell, separated by `; `. */
function parentIds(text: string | null): readonly string[] {
  return text === null ? [] : text.split('; ');
}

function cells(lineage: Lineage, field: string): readonly (string | null)[] {
  if (!lineage.spec.columns.some(({ name }) => name === field)) return new Array<null>(lineage.rows).fill(null);
  const column = columnOf(lineage, field);
  return Array.from({ length: lineage.rows }, (_, row) => {
    const cell = cellOf(column, row);
    return cell === null ? null : String(cell);
  });
}

/** Test rows that equal a synthetic row, beside test rows that equal a real training row: both by chance when test rows are apart. */
function byCopies(real: Table, synthetic: Table, test: Table): Alarm {
  const names = test.spec.columns.map(({ name }) => name);
  const common = names.filter((name) =>
    [real, synthetic].every(({ spec }) => spec.columns.some((own) => own.name === name)),
  );
  const [made, known, judged] = [synthetic, real, test].map((table) => keysOf(takeColumns(table, common)));
  const most = Math.min(made.length, known.length);
  const hits = (rows: readonly string[]): Share => {
    const there = new Set(rows.slice(0, most));
    return { hits: judged.filter((key) => there.has(key)).length, of: judged.length };
  };
  const [own, other] = [hits(made), hits(known)];
  const { value, low, high } = shareDifference(own, other);
  const message = `${percent(own.hits / own.of)} of the test rows occur among the synthetic rows, ${percent(other.hits / other.of)} among as many real training rows.`;
  if (own.hits > other.hits && fisherGreater(own, other) < ALARM_ALPHA) return on(value, low, high, 0, message);
  return quiet(value, low, high, 0, message);
}

function keysOf(table: Table): readonly string[] {
  const { high, low } = rowHashes(table);
  return Array.from(high, (word, row) => `${word}:${low[row]}`);
}

function quiet(figure: number, low: number | null, high: number | null, expected: number, message: string): Alarm {
  return { name: NAME, measures: MEASURES, figure, low, high, expected, level: 'quiet', message, next: '' };
}

function on(figure: number, low: number | null, high: number | null, expected: number, message: string): Alarm {
  const next =
    'Test on real rows that neither the generator nor its seeds come from, and judge synthetic suites apart from them.';
  return { ...quiet(figure, low, high, expected, message), level: 'alarm', next };
}
