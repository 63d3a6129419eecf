/** A combination that must not occur: a level per factor, -1 where any is meant. */
export type Forbidden = Int32Array;

/** Whether values can be completed (-1: still open) to a row that no forbidden combination is part of. Depth-first over the factors of open ones. */
export function canComplete(row: Int32Array, levels: readonly number[], forbidden: readonly Forbidden[]): boolean {
  const trial = row.slice();
  const alive = forbidden.filter((rule) =>
    rule.every((level, factor) => level < 0 || trial[factor] < 0 || trial[factor] === level),
  );
  if (alive.length === 0) return true;
  const next = alive[0].findIndex((level, factor) => level >= 0 && trial[factor] < 0);
  if (next < 0) return false;
  for (let level = 0; level < levels[next]; level++) {
    trial[next] = level;
    if (canComplete(trial, levels, alive)) return true;
  }
  return false;
}

/** Whether a whole row holds a forbidden combination. */
export const isForbidden = (row: ArrayLike<number>, forbidden: readonly Forbidden[]): boolean =>
  forbidden.some((rule) => rule.every((level, factor) => level < 0 || row[factor] === level));
