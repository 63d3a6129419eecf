import { type Agreement, cohenKappa } from '@verisim/statistics';

/** How far an automatic judge and a reviewer agree on the rows that both decided. */
export interface JudgeAgreement extends Agreement {
  readonly rows: number;
  readonly bothAccept: number;
  readonly bothReject: number;
  /** The judge kept what the reviewer rejected. */
  readonly judgeMissed: number;
  /** The judge would have dropped what the reviewer accepts. */
  readonly judgeStrict: number;
}

/**
 * Cohen's kappa of a judge against a reviewer. The interval's standard error is that of the counts with one half added to each of the four
 * cells, so that full agreement on few rows does not look certain. `null` when no row was decided by both, or both gave one answer only.
 *
 * @param pairs per row: did the judge accept it, did the reviewer
 */
export function judgeAgreement(
  pairs: readonly (readonly [judge: boolean, reviewer: boolean])[],
): JudgeAgreement | null {
  const count = (judge: boolean, reviewer: boolean) => pairs.filter(([a, b]) => a === judge && b === reviewer).length;
  const [bothAccept, judgeMissed, judgeStrict, bothReject] = [
    count(true, true),
    count(true, false),
    count(false, true),
    count(false, false),
  ];
  const table = [
    [bothAccept, judgeMissed],
    [judgeStrict, bothReject],
  ];
  const found = cohenKappa(table);
  const smoothed = cohenKappa(table.map((row) => row.map((cell) => cell + 0.5)));
  if (pairs.length === 0 || found === null || smoothed === null) return null;
  const { kappa } = found;
  const { error } = smoothed;
  return {
    kappa,
    error,
    low: Math.max(-1, kappa - 1.96 * error),
    high: Math.min(1, kappa + 1.96 * error),
    rows: pairs.length,
    bothAccept,
    bothReject,
    judgeMissed,
    judgeStrict,
  };
}
