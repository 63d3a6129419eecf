import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testGenerator } from '@verisim/conformance';
import { rowHashes, type Table } from '@verisim/core';
import { describe, test } from 'vitest';
import { adversarial, adversarialWith, boundary, perturb } from '../src/index.ts';

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

/** A model that tells any two rows apart by chance: no table but that of equal rows is all the same to it. */
const oracle = (rows: Table): Uint32Array => rowHashes(rows).low.map((half) => half & 1);
describe('near-threshold', () =>
  testGenerator(test, adversarialWith(oracle), {
    imports,
    options: { kinds: 'near-threshold' },
    exceptions: {
      missing: 'nobody knows the label beside a threshold, and its column is declared nullable',
      'one-row': 'there is no threshold between one row and itself',
      'any-table': 'there is no threshold between rows that are all the same to the oracle',
    },
  }));
