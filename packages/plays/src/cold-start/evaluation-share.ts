/** Real rows that all go to the evaluation part, at most, before any is trained on; from then on one in five does until it is full. */
const FIRST = 500;
const LATER = 0.2;

/**
 * How many of the new rows are locked away: the first ones all (one row is left, since a lock takes a part of a table), until as many as are wanted, or 500, are
 * there; then a fifth.
 */
export function evaluationShare(fresh: number, have: number, wanted: number): number {
  const missing = Math.max(0, wanted - have);
  if (missing === 0 || fresh < 2) return 0;
  const first = Math.max(0, Math.min(wanted, FIRST) - have);
  const taken = first + Math.max(0, fresh - first) * LATER;
  return Math.min(fresh - 1, missing, Math.round(taken));
}
