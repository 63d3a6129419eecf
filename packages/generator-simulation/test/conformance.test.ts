import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { queue, sensors, sessions, webLog } from '../src/index.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

testGenerator(test, queue, { imports });
testGenerator(test, webLog, { imports });
testGenerator(test, sessions, { imports });
testGenerator(test, sensors, { imports });
