import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { rules } from '../src/index.ts';
import { MIXED_RULES } from './mixed-rules.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

testGenerator(test, rules, { imports, options: { rules: MIXED_RULES, file: 'mixed.yaml' } });
