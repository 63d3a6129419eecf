import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type CodedColumn, columnOf, createTable, dropColumns, type Table, withTarget } from '@verisim/core';
import { type ReadReport, readTable } from '@verisim/io';

/** The target: whether the strike damaged the aircraft. */
export const TARGET = 'Damaged';

/** Known only after the damage is: with them a model would look perfect and be useless. */
export const LEAKING: readonly string[] = ['Effect Amount of damage', 'Cost Other', 'Cost Repair', 'Cost Total $'];

/** The demo's table: FAA bird-strike reports, damage as yes or no, without the columns that give it away. */
export async function readBirdStrikes(signal: AbortSignal): Promise<{ table: Table; report: ReadReport }> {
  const main = createRequire(import.meta.url).resolve('vega-datasets');
  const file = join(dirname(dirname(main)), 'data/birdstrikes.csv');
  const { table, report } = await readTable(file, { signal });
  return { table: withDamage(table), report };
}

function withDamage(table: Table): Table {
  const effect = columnOf(table, LEAKING[0]) as CodedColumn;
  const none = effect.levels.indexOf('None');
  const codes = effect.codes.map((code) => (code < 0 ? -1 : Number(code !== none)));
  const rest = dropColumns(table, LEAKING);
  const spec = { name: TARGET, kind: 'boolean', nullable: false, role: 'target', levels: ['no', 'yes'] } as const;
  const damaged = createTable(
    [...rest.spec.columns, spec],
    [...rest.columns, { storage: 'coded', codes, levels: ['no', 'yes'] }],
  );
  return withTarget(damaged, TARGET);
}
