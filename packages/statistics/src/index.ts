export { holm } from './holm.ts';
export { logFactorial } from './log-factorial.ts';
export { normalQuantile } from './normal-quantile.ts';
export { binomialTail, normalTail, precedenceTail } from './tail-probabilities.ts';
export { TWO_SIDED_95, wilsonInterval } from './wilson-interval.ts';
