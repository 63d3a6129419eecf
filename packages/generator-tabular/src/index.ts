export { type BootstrapJitterOptions, bootstrapJitter } from './bootstrap-jitter.ts';
export { holdConstraints, type LiveRules } from './constraints/hold-constraints.ts';
export type { Predicate } from './constraints/rule.ts';
export { copula } from './copula.ts';
export type { CopulaOptions } from './fit-copula.ts';
export { type MarginalsOptions, marginals } from './marginals.ts';
export { type SmoteOptions, smote } from './smote.ts';
export { trees } from './trees.ts';
export type { TreesOptions } from './trees-options.ts';
