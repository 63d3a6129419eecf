import { rowHashes, type Table, takeColumns } from '@verisim/core';
import { inForm, type RowForm } from './normal-form.ts';

/** A once-seen form is near-unique when it is expected at most this often in another real table of the same size. */
export const CHANCE_LIMIT = 0.02;
const FORMS_PER_BAND = 250;
const MOST_BANDS = 20;

/**
 * Marks the rows whose collision with a new row would hardly be chance: 1 per near-unique row, 0 else.
 *
 * A row is near-unique when its form (the cells of `columns`, written as `form` says) occurs once in the table, and forms as
 * rare as it hardly recur: by Good & Turing a form seen once is expected 2 N2 / N1 times in another sample of the same size,
 * N1 and N2 being the numbers of forms seen once and twice (Good 1953, Biometrika 40, 237-264). Since a table has common and
 * rare corners, forms are first put into bands of equal size by how rare their cells are, and the estimate, with one added
 * to N2 against luck in small bands, is made in each band. In a table of few distinct rows no band passes, and nothing is marked;
 * nor is it in one of fewer than a hundred rows, which cannot show that its rows do not recur.
 */
export function nearUniqueRows(table: Table, columns: readonly string[], form: RowForm): Uint8Array {
  const near = new Uint8Array(table.rows);
  if (columns.length === 0 || table.rows === 0) return near;
  const written = inForm(takeColumns(table, columns), form);
  const forms = groupRows(written);
  const { first, count } = forms;
  const order = fromRareToCommon(written, forms);
  const bands = Math.max(1, Math.min(MOST_BANDS, Math.floor(order.length / FORMS_PER_BAND)));
  for (let band = 0; band < bands; band++) {
    const members = order.subarray((band * order.length) / bands, ((band + 1) * order.length) / bands);
    if (recurrence(members, count) > CHANCE_LIMIT) continue;
    for (const at of members) if (count[at] === 1) near[first[at]] = 1;
  }
  return near;
}

/** How often a once-seen form of these is expected in another sample of the same size. */
function recurrence(forms: Int32Array, count: Int32Array): number {
  let once = 0;
  let twice = 0;
  for (const at of forms) {
    if (count[at] === 1) once++;
    else if (count[at] === 2) twice++;
  }
  return (2 * (twice + 1)) / once;
}

/** The distinct rows: where each occurs first, how often, and a number that orders ties at random. */
interface Forms {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly tie: Uint32Array;
}

function groupRows(table: Table): Forms {
  const { high, low } = rowHashes(table);
  const place = new Map<number, number>();
  const first = new Int32Array(table.rows);
  const count = new Int32Array(table.rows);
  for (let i = 0; i < table.rows; i++) {
    const key = high[i] * 0x200000 + (low[i] & 0x1fffff);
    let at = place.get(key);
    if (at === undefined) {
      at = place.size;
      place.set(key, at);
      first[at] = i;
    }
    count[at]++;
  }
  const tie = Uint32Array.from(first.subarray(0, place.size), (row) => high[row]);
  return { first: first.subarray(0, place.size), count: count.subarray(0, place.size), tie };
}

/**
 * Forms by how often their cells occur in other forms (the sum of the logarithms, in steps of a quarter). A form's own rows are left
 * out and near ties broken at random: else forms seen once and twice would fall into different bands for that alone.
 */
function fromRareToCommon(table: Table, { first, count, tie }: Forms): Int32Array {
  const sum = new Float64Array(first.length);
  for (const column of table.columns) {
    const values = column.storage === 'coded' ? column.codes : column.values;
    const seen = new Map<number | string | null, number>();
    for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1);
    for (let at = 0; at < sum.length; at++) sum[at] += Math.log(seen.get(values[first[at]])! - count[at] + 0.5);
  }
  const steps = sum.map((logarithm) => Math.round(4 * logarithm));
  return Int32Array.from(first, (_, at) => at).sort((a, b) => steps[a] - steps[b] || tie[a] - tie[b]);
}
