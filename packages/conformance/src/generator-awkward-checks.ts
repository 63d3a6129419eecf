import { cellOf, columnOf, concatTables, type Table } from '@verisim/core';
import { type AwkwardName, type AwkwardTable, awkwardTables, ODD_NAMES } from './awkward-tables.ts';
import { demand } from './demand.ts';
import { brokenContract } from './errors.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { drawFrom, fitSubject, type GeneratorSubject, sourceFrom } from './generator-subject.ts';
import { refusalFault } from './refusal.ts';
import { travelled } from './state-checks.ts';
import { isEmpty } from './with-texts.ts';

/** What must hold of the rows of two blocks beyond that there are any; `source` is the awkward table. */
type Further = (subject: GeneratorSubject, sampled: Table, source: Table) => void;

/** Fits an awkward table, saves, loads, and samples two blocks. Generators that are given nothing are passed over. */
function awkward({ name, what, make }: AwkwardTable): GeneratorCheck {
  return {
    name,
    title: `copes with ${what}`,
    async run(subject) {
      const { plugin: generator } = subject;
      if (generator.needs === 'nothing') return;
      const sampled: Table[] = [];
      try {
        const fitted = await fitSubject(subject, sourceFrom(subject, make()));
        const loaded = await generator.load(travelled(await fitted.save()));
        sampled.push(await drawFrom(subject, fitted), await drawFrom(subject, loaded, { block: 1 }));
      } catch (error) {
        if (name === 'lone-surrogates' && refusalFault(error) === null) return;
        throw brokenContract(generator, `fails on ${what}: ${(error as Error)?.message ?? error}`, error);
      }
      FURTHER[name]?.(subject, concatTables(sampled), make());
    },
  };
}

/** Whether the rows come from the source's rows, so that what holds of those must hold of them. */
const learns = ({ plugin: generator }: GeneratorSubject): boolean =>
  generator.needs === 'data' && generator.family === 'model';

const constant: Further = (subject, sampled, source) => {
  if (!learns(subject)) return;
  for (const name of ['always 7', 'always A']) {
    const strange = isLeftEmpty(subject, sampled, name) ? null : differing(sampled, source, name);
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

/** Whether a generator of texts did not model the column. */
function isLeftEmpty({ texts }: GeneratorSubject, sampled: Table, name: string): boolean {
  return texts && isEmpty(columnOf(sampled, name));
}

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
  for (const [k, name] of ODD_NAMES.entries()) {
    const found = sampled.spec.columns[k]?.name;
    demand(
      subject,
      found === name,
      () => `turns the column name ${JSON.stringify(name)} into ${JSON.stringify(found)}`,
    );
    const column = sampled.columns[k];
    if (!learns(subject) || column.storage !== 'numeric' || isLeftEmpty(subject, sampled, name)) continue;
    const own = column.values.every((value) => value >= 10 * k && value <= 10 * k + 1);
    demand(subject, own, () => `mixes up the column named ${JSON.stringify(name)} with another`);
  }
};

const extremes: Further = (subject, sampled) => {
  for (const [i, column] of sampled.columns.entries()) {
    const fits = (value: number) => Number.isFinite(value) || (Number.isNaN(value) && sampled.spec.columns[i].nullable);
    const finite = column.storage !== 'numeric' || column.values.every(fits);
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
  const copied = subject.plugin.traits.memorises ? undefined : found.find((id) => real.has(id));
  demand(subject, copied === undefined, `samples "${copied}", an identifier of a real row`);
  demand(subject, new Set(found).size === found.length, 'samples the same identifier twice');
};

function texts(table: Table): readonly (string | null)[] {
  const [column] = table.columns;
  return column.storage === 'text' ? column.values : [];
}

const levels: Further = (subject, sampled, source) => {
  if (!learns(subject)) return;
  const [real, found] = [source, sampled].map((table) => columnOf(table, 'level'));
  const known = new Set(Array.from({ length: source.rows }, (_, row) => cellOf(real, row)));
  for (let row = 0; row < sampled.rows; row++) {
    const cell = cellOf(found, row);
    const own = cell === null || known.has(cell);
    demand(subject, own, () => `samples ${JSON.stringify(cell)} in "level", where its source has no such level`);
  }
};

const FURTHER: Readonly<Partial<Record<AwkwardName, Further>>> = {
  'constant-column': constant,
  'all-missing': missing,
  'odd-names': names,
  'odd-levels': levels,
  'lone-surrogates': levels,
  'extreme-numbers': extremes,
  'id-and-text': identifiers,
};

/** Whether it stands up to the tables that real files hold. */
export const awkwardChecks: readonly GeneratorCheck[] = awkwardTables.map(awkward);
