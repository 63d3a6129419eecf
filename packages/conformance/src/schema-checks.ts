import { type Column, columnKinds, type Table, type TableSpec } from '@verisim/core';
import { demand } from './demand.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { drawFrom, fitAndDraw, fitSubject, sourceSpec } from './generator-subject.ts';

const schema: GeneratorCheck = {
  name: 'schema',
  title: 'has the columns of its source: names, order, kinds',
  async run(subject) {
    const wanted = sourceSpec(subject.source);
    if (wanted === null) return;
    const { schema: found } = await fitSubject(subject);
    demand(
      subject,
      outline(rowsOnly(found)) === outline(wanted),
      () => `has the schema ${outline(found)} for the source ${outline(wanted)}`,
    );
  },
};

const blockSchema: GeneratorCheck = {
  name: 'block-schema',
  title: 'samples tables of its schema, each column in the storage of its kind',
  async run(subject) {
    const { model, table } = await fitAndDraw(subject);
    const found = outline(table.spec);
    demand(subject, found === outline(model.schema), () => `samples ${found} for the schema ${outline(model.schema)}`);
    demand(
      subject,
      table.columns.length === table.spec.columns.length,
      'samples more or fewer columns than it declares',
    );
    for (const [i, spec] of table.spec.columns.entries()) {
      const column = table.columns[i];
      const right = column.storage === columnKinds[spec.kind].storage && isStored(column);
      demand(subject, right, `samples the ${spec.kind} column "${spec.name}" in the wrong storage`);
      const rows = column.storage === 'coded' ? column.codes.length : column.values.length;
      demand(subject, rows === table.rows, `samples ${rows} cells of "${spec.name}" for ${table.rows} rows`);
    }
  },
};

const rowCount: GeneratorCheck = {
  name: 'row-count',
  title: 'samples exactly as many rows as asked',
  async run(subject) {
    const model = await fitSubject(subject);
    const { blockRows } = subject.plugin.traits;
    for (const rows of new Set([1, 2, 7, 100, Math.min(blockRows, 65_536)].filter((rows) => rows <= blockRows))) {
      const table = await drawFrom(subject, model, { rows });
      demand(subject, table.rows === rows, `samples ${table.rows} rows for ${rows}`);
    }
  },
};

const levels: GeneratorCheck = {
  name: 'levels',
  title: 'keeps the levels of its schema, each once, in every block',
  async run(subject) {
    const { model, table } = await fitAndDraw(subject);
    eachColumn(table, (name, column, i) => {
      if (column.storage !== 'coded') return;
      const twice = column.levels.find((level, code) => column.levels.indexOf(level) !== code);
      demand(subject, twice === undefined, `lists the level "${twice}" of "${name}" twice`);
      const declared = model.schema.columns[i]?.levels ?? [];
      const same = JSON.stringify(column.levels) === JSON.stringify(declared);
      demand(subject, same, `samples "${name}" with other levels than its schema declares`);
    });
  },
};

/** What a generator says of where its rows come from is no part of them. */
function rowsOnly(spec: TableSpec): TableSpec {
  return { columns: spec.columns.filter(({ role }) => role !== 'lineage') };
}

/** Names and kinds as a text. */
export function outline(spec: TableSpec): string {
  return JSON.stringify(spec.columns.map((column) => [column.name, column.kind]));
}

/** Whether a column holds its cells in what its storage says. */
export function isStored(column: Column): boolean {
  if (column.storage === 'numeric') return column.values instanceof Float64Array;
  return column.storage === 'coded' ? column.codes instanceof Int32Array : Array.isArray(column.values);
}

function eachColumn(table: Table, visit: (name: string, column: Column, i: number) => void): void {
  for (const [i, spec] of table.spec.columns.entries()) visit(spec.name, table.columns[i], i);
}

/** What columns there are, and how many rows. */
export const schemaChecks: readonly GeneratorCheck[] = [schema, blockSchema, rowCount, levels];
