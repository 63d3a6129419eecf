import type { Exposure } from './exposure.ts';

/**
 * From when on a signal of distance or membership that is certain is called a leak; below, it is faint: reported, and no leak. Every generator that learns
 * leaves some signal, and enough rows make any of it certain. Twice the false positives say that the likelihood of a row changes by a factor of two at the
 * least (an epsilon of ln 2; Kairouz et al. 2015); an AUC of 0.55 is that of scores 0.18 standard deviations apart, 1.6 % found at 1 % false
 * positives. Copies and attacks that win against somebody count people and have no such bound.
 */
export const worthNaming: { readonly times: number; readonly auc: number; readonly share: number } = {
  times: 2,
  auc: 0.55,
  share: 0.55,
};

/** Whether a rate at few false positives is worth naming. */
export function worthyRate({ value, expected }: Exposure): boolean {
  return value >= worthNaming.times * expected;
}

/** Whether an AUC is worth naming. */
export function worthyAuc({ value }: Exposure): boolean {
  return value >= worthNaming.auc;
}
