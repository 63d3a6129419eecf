import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testEvaluator } from '@verisim/conformance';
import { test } from 'vitest';
import { fidelity } from '../src/index.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

// The share of exact copies is at its worst for the real rows themselves, so it is not among these.
const identical = {
  'column-shapes': 1,
  'pair-trends': 1,
  'pair-trends-shared-bins': 1,
  quality: 1,
  'column-shape': 1,
  'pair-trend': 1,
  'pair-trend-shared-bins': 1,
  'missing-value-similarity': 1,
  'range-coverage': 1,
  'boundary-adherence': 1,
  'category-coverage': 1,
  'category-adherence': 1,
};

testEvaluator(test, fidelity, { imports, identical, examples: 25 });
