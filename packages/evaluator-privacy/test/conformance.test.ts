import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testEvaluator } from '@verisim/conformance';
import { test } from 'vitest';
import { attacks, privacy } from '../src/index.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

// Synthetic rows that are the real ones are the worst case here, so no metric is at its best for them.
testEvaluator(test, privacy, { imports, examples: 60 });
// Predicates are drawn from levels in the order of their text, so other texts give other draws of the same attack.
const drawn = 'a sample of predicates is drawn in the order of the levels';
testEvaluator(test, attacks, {
  imports,
  examples: 20,
  options: { predicates: 50 },
  exceptions: { 'odd-levels': drawn },
});
