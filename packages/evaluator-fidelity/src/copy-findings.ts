import type { Finding } from '@verisim/core';
import type { ExactCopies } from './exact-copies.ts';

/** Speaks when more synthetic rows equal a training row than fresh real rows would, by three standard errors. */
export function copyFindings(copies: ExactCopies | null, synthetic: number): Finding[] {
  if (copies === null) return [];
  const { share, rows, chance } = copies;
  const error = Math.sqrt(Math.max(chance * (1 - chance), 1 / synthetic) / synthetic);
  if (share <= chance + 3 * error) return [];
  const percent = (part: number) => `${(100 * part).toFixed(2)} %`;
  const message = `${rows} of ${synthetic} synthetic rows (${percent(share)}) equal a training row; of fresh real rows ${percent(chance)} would, by chance.`;
  return [{ rule: 'exact-copies', level: 'warning', message }];
}
