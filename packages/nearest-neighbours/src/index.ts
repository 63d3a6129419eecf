export { buildIndex } from './build-index.ts';
export { type CountsWithin, countWithin } from './count-within.ts';
export type { Metric } from './metric.ts';
export { type NearestRequest, type Neighbours, nearest } from './nearest.ts';
export type { IndexNodes, NeighbourIndex } from './neighbour-index.ts';
export type { Points } from './points.ts';
export type { QueryRange } from './query-points.ts';
