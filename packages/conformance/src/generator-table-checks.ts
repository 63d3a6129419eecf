import { type Table, takeColumns } from '@verisim/core';
import { noRows } from './awkward-tables.ts';
import { demand } from './demand.ts';
import { brokenContract } from './errors.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { drawFrom, fitSubject, type GeneratorSubject, sourceFrom } from './generator-subject.ts';
import { refusalFault } from './refusal.ts';
import { sampleFault } from './sample-fault.ts';
import { settle } from './settle.ts';
import { travelled } from './state-checks.ts';
import { demandOnAnyTable } from './try-tables.ts';

const ROWS = 30;

/** Fits, saves and loads a table and samples two blocks; what goes wrong, or `null`. */
async function troubleWith(
  subject: GeneratorSubject,
  table: Table,
): Promise<{ readonly what: string; readonly cause?: unknown } | null> {
  const { plugin: generator } = subject;
  try {
    const fitted = await fitSubject(subject, sourceFrom(subject, table));
    const loaded = await generator.load(travelled(await fitted.save()));
    for (const [block, model] of [fitted, loaded].entries()) {
      const rows = Math.min(ROWS, generator.traits.blockRows);
      const fault = sampleFault(model.schema, await drawFrom(subject, model, { block, rows }), rows);
      if (fault !== null) return { what: fault };
    }
    return null;
  } catch (error) {
    const fault = table.rows === 0 ? refusalFault(error) : null;
    if (table.rows === 0 && fault === null) return null;
    return fault !== null
      ? { what: fault, cause: error }
      : { what: `fails: ${(error as Error)?.message ?? error}`, cause: error };
  }
}

const anyTable: GeneratorCheck = {
  name: 'any-table',
  title: 'copes with any small table, or refuses it when it has no rows',
  async run(subject) {
    const { source, plugin: generator } = subject;
    if (generator.needs === 'nothing') return;
    if (source !== null && 'rows' in source && (await troubleWith(subject, source)) !== null) return;
    // A schema without rows may declare a category that has no level and no missing cell: nothing can be drawn from it.
    const possible = (table: Table) => generator.needs === 'data' || table.rows > 0;
    await demandOnAnyTable(subject, async (table) => (possible(table) ? troubleWith(subject, table) : null));
  },
};

const errors: GeneratorCheck = {
  name: 'errors',
  title: 'refuses what it cannot learn or load by errors with a code that say what to do next',
  async run(subject) {
    const { plugin: generator } = subject;
    if (generator.needs !== 'nothing') {
      for (const [what, table] of [
        ['a table without rows', noRows()],
        ['a table without columns', takeColumns(noRows(), [])],
      ] as const) {
        const trouble = await troubleWith(subject, table);
        if (trouble !== null) throw brokenContract(generator, `on ${what} ${trouble.what}`, trouble.cause);
      }
    }
    const state = travelled(await (await fitSubject(subject)).save());
    for (const [what, foreign] of [
      ['the state of another generator', { ...state, generator: 'somebody-else' }],
      ['the state of another version', { ...state, version: '0.0.0-other' }],
    ] as const) {
      const outcome = await settle(async () => generator.load(foreign));
      const fault = typeof outcome === 'object' ? refusalFault(outcome.error) : 'accepts it';
      demand(subject, fault === null, `on ${what} ${fault}`);
    }
  },
};

/** Whether it stands up to any table, and how it says no. */
export const generatorTableChecks: readonly GeneratorCheck[] = [anyTable, errors];
