export { type FittingRequest, fitPartsOn } from './fit-parts.ts';
export { pluginUrl, type WorkerPlugin } from './plugin-module.ts';
export { createSamplingPool, type SamplingPool, type SamplingPoolRequest } from './sampling-pool.ts';
