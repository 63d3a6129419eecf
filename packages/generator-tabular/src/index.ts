export type { TreesOptions } from './fit-trees.ts';
export { type MarginalsOptions, marginals } from './marginals.ts';
export { trees } from './trees.ts';
