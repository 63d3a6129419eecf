import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testGenerator } from '@verisim/conformance';
import { describe, test } from 'vitest';
import { adversarial, boundary, perturb } from '../src/index.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

describe('perturb', () => testGenerator(test, perturb, { imports }));
describe('perturb in order', () => testGenerator(test, perturb, { imports, options: { order: 'kept', strength: 1 } }));
describe('adversarial', () => testGenerator(test, adversarial, { imports }));
describe('boundary', () => testGenerator(test, boundary, { imports, options: { as: 'typed' } }));
