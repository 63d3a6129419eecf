import { type Condition, columnKinds, createContext, type Model, rowsWhere, sample, type Table } from '@verisim/core';
import { demand } from './demand.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { drawFrom, fitAndDraw, fitSubject, type GeneratorSubject } from './generator-subject.ts';

const ROWS = 50;

const whereMet: GeneratorCheck = {
  name: 'where-met',
  title: 'samples only rows that meet the conditions',
  async run(subject) {
    for (const [where, table] of await answers(subject)) {
      const strange = table.rows - rowsWhere(table, where).length;
      demand(
        subject,
        strange === 0,
        () => `samples ${strange} of ${table.rows} rows that do not meet ${JSON.stringify(where)}`,
      );
    }
  },
};

const whereFilled: GeneratorCheck = {
  name: 'where-filled',
  title: 'samples as many rows as asked under conditions that its own rows often meet',
  async run(subject) {
    const wanted = Math.min(ROWS, subject.plugin.traits.blockRows);
    for (const [where, { rows }] of await answers(subject)) {
      demand(subject, rows === wanted, () => `samples ${rows} rows for ${wanted} under ${JSON.stringify(where)}`);
    }
  },
};

const whereRefused: GeneratorCheck = {
  name: 'where-refused',
  title: 'refuses conditions that no row can meet',
  async run(subject) {
    const model = await fitSubject(subject);
    for (const where of impossible(model)) {
      let refused = false;
      try {
        await ask(subject, model, where);
      } catch {
        refused = true;
      }
      demand(
        subject,
        refused,
        () => `samples under ${JSON.stringify(where)}, which no row can meet, instead of refusing`,
      );
    }
  },
};

/** The rows for each of several conditions that a tenth of the generator's own rows meet. */
async function answers(subject: GeneratorSubject): Promise<(readonly [readonly Condition[], Table])[]> {
  const { model, table } = await fitAndDraw(subject);
  const found: [readonly Condition[], Table][] = [];
  for (const where of supported(table)) found.push([where, await ask(subject, model, where)]);
  return found;
}

/** Straight from a generator that meets conditions itself, else by the core's rejection. */
async function ask(subject: GeneratorSubject, model: Model, where: readonly Condition[]): Promise<Table> {
  const { plugin: generator } = subject;
  if (generator.traits.conditional) return drawFrom(subject, model, { block: 5, rows: ROWS, where });
  const rows = Math.min(ROWS, generator.traits.blockRows);
  return (await sample(generator, model, { rows, where }, createContext({ seed: 'where' }))).table;
}

/** Conditions of every form, alone and together, that at least a tenth of the rows meet. */
function supported(table: Table): (readonly Condition[])[] {
  const single = table.spec.columns.flatMap(({ role }, i) => (role === 'lineage' ? [] : conditionsOn(table, i)));
  const lists: (readonly Condition[])[] = single.map((condition) => [condition]);
  const [first] = single;
  for (const other of single) if (other.column !== first.column) lists.push([first, other]);
  return lists.filter((where) => rowsWhere(table, where).length >= Math.max(1, table.rows / 10));
}

function conditionsOn(table: Table, i: number): Condition[] {
  const column = table.columns[i];
  const { name, kind, nullable } = table.spec.columns[i];
  if (column.storage === 'coded') {
    const seen = column.levels.filter((_, code) => column.codes.includes(code));
    const some = seen.slice(0, Math.ceil(seen.length / 2));
    const missing: Condition[] = nullable && column.codes.includes(-1) ? [{ column: name, missing: true }] : [];
    return seen.length === 0
      ? missing
      : [{ column: name, in: some }, { column: name, in: [seen[seen.length - 1]] }, ...missing];
  }
  if (column.storage === 'text') return [];
  const sorted = column.values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [];
  const at = (share: number) => {
    const value = sorted[Math.floor(share * (sorted.length - 1))];
    return kind === 'datetime' ? new Date(value).toISOString() : value;
  };
  const missing: Condition[] = nullable && column.values.some(Number.isNaN) ? [{ column: name, missing: true }] : [];
  const kinds = columnKinds[kind];
  return kinds.ordered
    ? [{ column: name, from: at(0.3), to: at(0.8) }, { column: name, from: at(0.7) }, ...missing]
    : [];
}

function impossible(model: Model): (readonly Condition[])[] {
  const lists: (readonly Condition[])[] = [[{ column: 'no such column', in: ['x'] }]];
  for (const { name, kind, levels = [] } of model.schema.columns) {
    lists.push([
      { column: name, missing: true },
      { column: name, missing: false },
    ]);
    const { storage } = columnKinds[kind];
    if (storage === 'coded') lists.push([{ column: name, in: ['no such level'] }]);
    if (storage === 'coded' && levels.length > 1)
      lists.push(levels.slice(0, 2).map((level) => ({ column: name, in: [level] })));
    if (storage === 'numeric') {
      const [low, high] = ['2001-01-01', '2002-01-01'].map((day) => (kind === 'datetime' ? day : Date.parse(day)));
      lists.push([{ column: name, from: high, to: low }]);
    }
  }
  return lists;
}

/** How conditions are met. */
export const whereChecks: readonly GeneratorCheck[] = [whereMet, whereFilled, whereRefused];
