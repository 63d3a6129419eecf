import { type ColumnTest, columnKinds, passesNumber } from '@verisim/core';
import type { ValueTable } from './value-table.ts';

/** Those of `codes` whose value passes a test; all of them when none does, so that values between the real ones get a chance. */
export function allowedCodes(table: ValueTable, test: ColumnTest | undefined, codes: Int32Array): Int32Array {
  if (test === undefined) return codes;
  const allowed = codes.filter((code) => passesCode(table, test, code));
  return allowed.length > 0 ? allowed : codes;
}

/** Whether any cell that can be drawn passes a test; `table` is `null` for a column that comes out missing. */
export function mayPass(table: ValueTable | null, test: ColumnTest): boolean {
  if (table === null) return test.missing || columnKinds[test.spec.kind].identifies;
  const { values, counts } = table;
  if (counts[0] > 0 && test.missing) return true;
  if (values === null) return counts.some((count, code) => code > 0 && count > 0 && passesCode(table, test, code));
  if (!test.present || !test.interval || values.length === 0) return false;
  const { low, high } = test.interval;
  return low <= values[values.length - 1] && high >= values[0];
}

function passesCode({ values }: ValueTable, test: ColumnTest, code: number): boolean {
  if (code === 0) return test.missing;
  return values === null ? test.present && test.codes?.[code - 1] === 1 : passesNumber(test, values[code - 1]);
}
