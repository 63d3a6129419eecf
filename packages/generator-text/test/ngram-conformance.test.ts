import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { ngram } from '../src/index.ts';
import { tickets } from './tickets.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

testGenerator(test, ngram, { imports, source: tickets(), texts: true });
