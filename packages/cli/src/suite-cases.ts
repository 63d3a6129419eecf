import { columnIndex, constantColumn, createTable, type Table, withRoles, withTarget } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import type { SuiteFiles, SuiteManifest } from '@verisim/plays';
import type { Workspace } from '@verisim/workspace';
import { unknownChoice } from './errors.ts';
import { locksIn, trainingKinds } from './locks.ts';
import { type ReadSettings, readOptionsOf } from './read-options.ts';
import { optional, required } from './settings.ts';
import { wordsOf } from './words-of.ts';

/** How suites come to disk and back. */
export const suiteFiles: SuiteFiles = {
  write: (table, path) => writeTable(table, path),
  read: async (path) => (await readTable(path)).table,
};

/** The column that `--as` makes. */
const DIFFICULTY = 'difficulty';

/** Reads a file of cases like the locked data and adds it. */
export async function addedSuite(
  workspace: Workspace,
  {
    name,
    file,
    options,
  }: { readonly name: string; readonly file: string; readonly options: Readonly<Record<string, unknown>> },
): Promise<SuiteManifest> {
  const { addSuite, parseDay } = await import('@verisim/plays');
  const target = required(options, 'target', 'suite', ' (the column with the right answer)');
  const all = await allAs(optional(options, 'as'));
  const difficulty = all === undefined ? (optional(options, 'difficulty') ?? DIFFICULTY) : DIFFICULTY;
  const read = await casesLikeReal(file, target, difficulty, options);
  const cases = all === undefined ? read : withDifficulty(read, all);
  columnIndex(cases.spec, target);
  columnIndex(cases.spec, difficulty);
  const request = {
    name,
    about: optional(options, 'about') ?? '',
    madeBy: wordsOf(options.madeBy),
    target,
    difficulty,
    added: parseDay(optional(options, 'today') ?? new Date().toISOString().slice(0, 10), '--today'),
    cases: withRoles(withTarget(cases, target), { [difficulty]: 'ignore' }),
  };
  return addSuite(workspace, request, suiteFiles);
}

async function allAs(given: string | undefined): Promise<string | undefined> {
  const { difficulties } = await import('@verisim/plays');
  if (given !== undefined && !(difficulties as readonly string[]).includes(given))
    throw unknownChoice('--as', given, difficulties);
  return given;
}

/** With the kinds of the last locked data that has the target, so that a suite's few rows are not taken for something else. */
async function casesLikeReal(
  file: string,
  target: string,
  difficulty: string,
  options: Readonly<Record<string, unknown>>,
): Promise<Table> {
  const own = readOptionsOf(options);
  const real = (await locksIn('.')).findLast(({ lock }) => lock.columns.some(({ name }) => name === target));
  const { table: looked } = await readTable(file, own);
  const names = new Set(looked.spec.columns.map(({ name }) => name));
  const like: ReadSettings = real === undefined ? {} : trainingKinds(real.lock, own);
  const held = <T>(entries: Readonly<Record<string, T>> = {}): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => names.has(name)));
  const kinds = {
    ...(names.has(target) && { [target]: 'category' as const }),
    ...held(like.kinds),
    ...(names.has(difficulty) && { [difficulty]: 'category' as const }),
    ...own.kinds,
  };
  const formats = { ...held(like.formats), ...own.formats };
  return (await readTable(file, { ...own, kinds, formats, roles: held(like.roles) })).table;
}

function withDifficulty({ spec, columns, rows }: Table, difficulty: string): Table {
  const kept = spec.columns.flatMap((column, i) => (column.name === DIFFICULTY ? [] : [i]));
  return createTable(
    [...kept.map((i) => spec.columns[i]), { name: DIFFICULTY, kind: 'category', nullable: false, role: 'ignore' }],
    [...kept.map((i) => columns[i]), constantColumn('category', rows, difficulty)],
  );
}
