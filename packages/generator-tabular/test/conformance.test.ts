import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testGenerator } from '@verisim/conformance';
import { expect, test } from 'vitest';
import * as tabular from '../src/index.ts';
import { bootstrapJitter, copula, dpMarginals, marginals, smote, trees } from '../src/index.ts';
import { dpDeclaring } from './dp-tables.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

const levels =
  'levels are declared in the schema and sampled as often as they occur; hiding rare ones is for a generator that promises privacy';

testGenerator(test, marginals, { imports, exceptions: { 'canary-level': levels } });
testGenerator(test, copula, { imports, exceptions: { 'canary-level': levels } });
testGenerator(test, trees, { imports });
testGenerator(test, smote, { imports });
testGenerator(test, bootstrapJitter, { imports });
testGenerator(test, dpDeclaring, { imports, exceptions: { 'canary-level': levels } });

test('every generator of the package is tested above', () => {
  const exported = Object.values(tabular).filter((value) => 'kind' in value && value.kind === 'generator');
  expect(new Set<unknown>(exported)).toEqual(
    new Set<unknown>([marginals, copula, dpMarginals, trees, smote, bootstrapJitter]),
  );
});
