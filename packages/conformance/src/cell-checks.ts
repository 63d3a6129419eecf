import { type Column, type ColumnSpec, columnKinds, isMissing } from '@verisim/core';
import { demand } from './demand.ts';
import type { GeneratorCheck, GeneratorCheckName } from './generator-check.ts';
import { fitAndDraw, sourceSpec } from './generator-subject.ts';

/** What is wrong with a row of a column, as a phrase, or `null`. Looks at one thing only. */
export type CellFault = (column: Column, spec: ColumnSpec, row: number) => string | null;

/** A check of every cell of a sample; columns are judged by the source's declaration where there is one. */
function cellCheck(name: GeneratorCheckName, title: string, fault: CellFault): GeneratorCheck {
  return {
    name,
    title,
    async run(subject) {
      const { model, table } = await fitAndDraw(subject);
      const declared = (sourceSpec(subject.source) ?? model.schema).columns;
      for (const [i, column] of table.columns.entries()) {
        const own = table.spec.columns[i];
        const spec = declared.find(({ name }) => name === own.name) ?? own;
        for (let row = 0; row < table.rows; row++) {
          const found = fault(column, spec, row);
          demand(subject, found === null, `samples ${found} in row ${row} of "${spec.name}"`);
        }
      }
    },
  };
}

const codeFault: CellFault = (column, _, row) => {
  if (column.storage !== 'coded') return null;
  const code = column.codes[row];
  return code >= -1 && code < column.levels.length ? null : `the code ${code} of ${column.levels.length} levels`;
};

const finiteFault: CellFault = (column, _, row) =>
  column.storage === 'numeric' && Math.abs(column.values[row]) === Number.POSITIVE_INFINITY
    ? `${column.values[row]}`
    : null;

const wholeFault: CellFault = (column, spec, row) => {
  if (column.storage !== 'numeric' || !columnKinds[spec.kind].whole) return null;
  const value = column.values[row];
  return Number.isFinite(value) && !Number.isInteger(value) ? `${value}, which is not whole,` : null;
};

const missingFault: CellFault = (column, spec, row) =>
  !spec.nullable && isMissing(column, row) ? 'a missing value, which is not declared,' : null;

const decimalsFault: CellFault = (column, spec, row) => {
  if (column.storage !== 'numeric' || spec.decimals === undefined || spec.kind !== 'number') return null;
  const value = column.values[row];
  if (!Number.isFinite(value) || Number(value.toFixed(Math.min(100, spec.decimals))) === value) return null;
  return `${value}, more than ${spec.decimals} decimals,`;
};

/** All that may be wrong with a cell. */
export const CELL_FAULTS: readonly CellFault[] = [codeFault, finiteFault, wholeFault, missingFault, decimalsFault];

/** What stands in the cells. */
export const cellChecks: readonly GeneratorCheck[] = [
  cellCheck('codes', 'samples codes of its levels, or -1', codeFault),
  cellCheck('finite', 'samples finite numbers, or NaN for missing', finiteFault),
  cellCheck('whole', 'samples whole numbers where the kind is whole', wholeFault),
  cellCheck('missing', 'samples missing values only where they are declared', missingFault),
  cellCheck('decimals', 'samples no more decimals than declared', decimalsFault),
];
