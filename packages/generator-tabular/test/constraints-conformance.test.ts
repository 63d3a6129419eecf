import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FreshImport, testGenerator } from '@verisim/conformance';
import {
  type ColumnSpec,
  type Constraint,
  columnKinds,
  type Generator,
  type Table,
  withConstraints,
} from '@verisim/core';
import { test } from 'vitest';
import { holdConstraints, type MarginalsOptions, marginals } from '../src/index.ts';

const node = promisify(execFile);
const imports: FreshImport = {
  module: new URL('../src/index.ts', import.meta.url).href,
  run: async (program) =>
    (await node(process.execPath, ['--conditions=verisim-source', '--input-type=module', '--eval', program])).stdout,
};

/** Declares what holds in any table: its first two coded columns as they stand together, numbers far above the least, identifiers unique. */
function declare(data: Table): Table {
  const named = (holds: (spec: ColumnSpec) => boolean) => data.spec.columns.filter(holds).map(({ name }) => name);
  const coded = named(({ kind }) => columnKinds[kind].storage === 'coded').slice(0, 2);
  const rules: Constraint[] = named(({ kind }) => kind === 'number' || kind === 'integer').map((column) => ({
    rule: 'range',
    column,
    from: -Number.MAX_VALUE,
  }));
  for (const name of named(({ kind }) => kind === 'id')) rules.push({ rule: 'unique', columns: [name] });
  if (coded.length === 2) rules.push({ rule: 'combinations', columns: coded });
  return withConstraints(data, rules);
}

const own = holdConstraints(marginals, { predicates: { 'anything goes': () => true } });
const declaring: Generator<MarginalsOptions, 'data'> = {
  ...own,
  fit: (data, options, ctx) => own.fit(data.spec.constraints ? data : declare(data), options, ctx),
};

testGenerator(test, declaring, {
  imports,
  exceptions: {
    'canary-level':
      'levels are declared in the schema and sampled as often as they occur; hiding rare ones is for a generator that promises privacy',
  },
});
