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

const refused = 'a table without texts teaches a generator of texts nothing and is refused';

testGenerator(test, ngram, {
  imports,
  source: tickets(),
  exceptions: {
    'one-row': refused,
    'one-column': refused,
    'constant-column': refused,
    'all-missing': refused,
    'rare-target': refused,
    'odd-names': refused,
    'twin-columns': refused,
    'many-levels': refused,
    'extreme-numbers': refused,
    'old-dates': refused,
    'any-table': refused,
    'fits-concurrent': refused,
    copies: refused,
    canary: refused,
    range: refused,
    coverage: refused,
  },
});
