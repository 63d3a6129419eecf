import { cellOf, concatTables, type Table } from '@verisim/core';
import * as tables from './awkward-tables.ts';
import { brokenContract } from './errors.ts';
import type { CheckName, GeneratorCheck } from './generator-check.ts';
import { travelled } from './state-checks.ts';
import { demand, drawFrom, fitSubject, type Subject, sourceFrom } from './subject.ts';

/** What must hold of the rows of two blocks beyond that there are any; `source` is the awkward table. */
type Further = (subject: Subject, sampled: Table, source: Table) => void;

/** Fits an awkward table, saves, loads, and samples two blocks. Generators that are given nothing are passed over. */
function awkward(name: CheckName, what: string, make: () => Table, further: Further = () => {}): GeneratorCheck {
  return {
    name,
    title: `copes with ${what}`,
    async run(subject) {
      const { generator } = subject;
      if (generator.needs === 'nothing') return;
      const sampled: Table[] = [];
      try {
        const fitted = await fitSubject(subject, sourceFrom(generator.needs, make()));
        const loaded = await generator.load(travelled(await fitted.save()));
        sampled.push(await drawFrom(subject, fitted), await drawFrom(subject, loaded, { block: 1 }));
      } catch (error) {
        throw brokenContract(generator.name, `fails on ${what}: ${(error as Error)?.message ?? error}`, error);
      }
      further(subject, concatTables(sampled), make());
    },
  };
}

/** Whether the rows come from the source's rows, so that what holds of those must hold of them. */
const learns = ({ generator }: Subject): boolean => generator.needs === 'data' && generator.family === 'model';

const constant: Further = (subject, sampled, source) => {
  if (!learns(subject)) return;
  for (const name of ['always 7', 'always A']) {
    const strange = differing(sampled, source, name);
    demand(subject, strange === null, `samples ${strange} in the constant column "${name}"`);
  }
};

const missing: Further = (subject, sampled, source) => {
  if (!learns(subject)) return;
  for (const name of ['no number', 'no level', 'no text']) {
    const strange = differing(sampled, source, name);
    demand(subject, strange === null, `makes up ${strange} in the column "${name}", of which nothing is known`);
  }
};

/** A cell that is not the one that the whole source column holds, or `null`. */
function differing(sampled: Table, source: Table, name: string): string | null {
  const i = source.spec.columns.findIndex((spec) => spec.name === name);
  const only = cellOf(source.columns[i], 0);
  for (let row = 0; row < sampled.rows; row++) {
    const cell = cellOf(sampled.columns[i], row);
    if (cell !== only) return JSON.stringify(cell);
  }
  return null;
}

const names: Further = (subject, sampled) => {
  for (const [k, name] of tables.ODD_NAMES.entries()) {
    const found = sampled.spec.columns[k]?.name;
    demand(
      subject,
      found === name,
      () => `turns the column name ${JSON.stringify(name)} into ${JSON.stringify(found)}`,
    );
    const column = sampled.columns[k];
    if (!learns(subject) || column.storage !== 'numeric') continue;
    const own = column.values.every((value) => value >= 10 * k && value <= 10 * k + 1);
    demand(subject, own, () => `mixes up the column named ${JSON.stringify(name)} with another`);
  }
};

const extremes: Further = (subject, sampled) => {
  for (const [i, column] of sampled.columns.entries()) {
    const finite = column.storage !== 'numeric' || column.values.every(Number.isFinite);
    demand(
      subject,
      finite,
      `samples other than finite numbers in "${sampled.spec.columns[i].name}", which holds huge ones`,
    );
  }
};

const identifiers: Further = (subject, sampled, source) => {
  const real = new Set(texts(source));
  const found = texts(sampled).filter((id) => id !== null);
  const copied = subject.generator.traits.memorises ? undefined : found.find((id) => real.has(id));
  demand(subject, copied === undefined, `samples "${copied}", an identifier of a real row`);
  demand(subject, new Set(found).size === found.length, 'samples the same identifier twice');
};

function texts(table: Table): readonly (string | null)[] {
  const [column] = table.columns;
  return column.storage === 'text' ? column.values : [];
}

/** Whether it stands up to the tables that real files hold. */
export const awkwardChecks: readonly GeneratorCheck[] = [
  awkward('one-row', 'a table of one row', tables.oneRow),
  awkward('one-column', 'a table of one column', tables.oneColumn),
  awkward('constant-column', 'constant columns', tables.constantColumn, constant),
  awkward('all-missing', 'columns that are all missing', tables.allMissing, missing),
  awkward('rare-target', 'a target of two levels, one of them rare', tables.rareTarget),
  awkward('odd-names', 'odd column names', tables.oddNames, names),
  awkward('twin-columns', 'columns that are equal', tables.twinColumns),
  awkward('many-levels', 'a category with a level for each row', tables.manyLevels),
  awkward('extreme-numbers', 'huge numbers and both zeros', tables.extremeNumbers, extremes),
  awkward('id-and-text', 'identifiers and free text', tables.idAndText, identifiers),
];
