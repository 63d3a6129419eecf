import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FreshImport } from '@verisim/conformance';

const node = promisify(execFile);

/** The package imported by a process of its own. */
export const freshImports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

/** Why a stretch of time cannot be filled again and again. */
export const instants: string =
  'simulated time passes once: a stretch of it holds the rows that happened in it, and more of them cannot be had';
