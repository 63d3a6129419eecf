import type { Context, Generator, Json, Model, ModelState } from '@verisim/core';
import { z } from 'zod';
import { BLOCK_ROWS, type CompiledTable, compileTable } from './compile-table.ts';
import { badState } from './errors.ts';
import { loadFakers } from './fake/fakers.ts';
import { readDocument, tableOf } from './read-document.ts';
import { placeOf } from './rules/source.ts';

const NAME = 'rules';
const VERSION = '0.1.0';

/** What `rules` is given. */
export interface RulesOptions {
  /** The text of a file of rules (YAML or JSON), or its contents as an object. */
  readonly rules: string | { readonly [key: string]: Json };
  /** The file's name, for messages. */
  readonly file: string;
  /** Which table, where there are several. */
  readonly table?: string;
}

/** A fitted `rules`: a model that also says what its grammar consists of. */
export interface RulesModel extends Model {
  /** Every alternative of the grammar: its name, such as `greeting[2]`, and where it stands. */
  readonly alternatives: readonly { readonly name: string; readonly place: string }[];
  /** Rows that go once through what `expand` lists; `null` where rows are drawn. */
  readonly cycle: number | null;
}

/** Rules as they are kept: nothing else decides the rows. */
interface Kept {
  readonly rules: string;
  readonly file: string;
  readonly table: string | null;
}

/**
 * Rows from rules alone: texts from templates and grammars whose labels are certain, records from distributions, links, copulas, calendars, keys and references. The
 * rules are data, a text in YAML; `docs/guide/generators/rules.md` tells the words. Throws `generator-rules/...`, each with file, line, column and rule.
 */
export const rules: Generator<RulesOptions, 'nothing'> = {
  kind: 'generator',
  api: 1,
  name: NAME,
  version: VERSION,
  summary: 'Texts and records from templates, grammars and record rules in a YAML file; labels are certain',
  family: 'rule',
  options: z.strictObject({
    rules: z
      .union([z.string(), z.record(z.string(), z.json())])
      .default('')
      .describe('The rules: the text of a YAML file; on the command line the file that is named'),
    file: z.string().default('rules').describe('The name of the file, for messages'),
    table: z.string().optional().describe('Which table, where there are several'),
  }) as unknown as z.ZodType<RulesOptions>,
  needs: 'nothing',
  traits: { reproducible: true, memorises: false, conditional: false, blockRows: BLOCK_ROWS },
  fit(_, { rules: given, file, table = null as unknown as string }, ctx) {
    const text = typeof given === 'string' ? given : JSON.stringify(given, null, 2);
    return modelOf({ rules: text, file, table }, ctx.random.fork('rules').key, ctx);
  },
  load(state) {
    const { generator, version, json, arrays } = state;
    if (generator !== NAME || version !== VERSION) throw badState(`${NAME} ${VERSION}`, `${generator} ${version}`);
    return modelOf(json as unknown as Kept, arrays.key as Uint8Array, null);
  },
};

async function modelOf(kept: Kept, key: Uint8Array, ctx: Context | null): Promise<RulesModel> {
  ctx?.signal.throwIfAborted();
  const compiled = await compile(kept, key);
  ctx?.signal.throwIfAborted();
  const state: ModelState = { generator: NAME, version: VERSION, json: { ...kept }, arrays: { key } };
  return {
    schema: compiled.spec,
    cycle: compiled.cycle,
    alternatives: compiled.alternatives.map(({ name, alternative }) => {
      const { file, line, column } = placeOf(alternative.spot);
      return { name, place: `${file}:${line}:${column}` };
    }),
    sample: ({ block, rows }, own) => compiled.fill(block, rows, own),
    save: () => ({ ...state, arrays: { key: key.slice() } }),
  };
}

async function compile({ rules: text, file, table }: Kept, key: Uint8Array): Promise<CompiledTable> {
  const document = readDocument(text, file);
  const own = tableOf(document, table ?? undefined);
  const fakers = await loadFakers(document.locales);
  const { locale, tables } = document;
  return compileTable(own.node, { name: own.name, rows: own.rows, fakers, locale, key, tables });
}

/** A table of a file of rules, and how many rows it says, or go once through what it lists. */
export interface RulesTable {
  readonly table: string;
  readonly rows: number | null;
}

/** The tables that options ask for, in the order in which they stand. Throws as `rules` does. */
export async function rulesTables({
  rules: given,
  file = 'rules',
  table,
}: Pick<RulesOptions, 'rules'> & Partial<RulesOptions>): Promise<readonly RulesTable[]> {
  const text = typeof given === 'string' ? given : JSON.stringify(given, null, 2);
  const document = readDocument(text, file);
  const tables = table === undefined ? document.tables : [tableOf(document, table)];
  return Promise.all(
    tables.map(async ({ name, rows }) => {
      const own = rows === null ? await compile({ rules: text, file, table: name }, new Uint8Array(32)) : null;
      return { table: name, rows: rows ?? own?.cycle ?? null };
    }),
  );
}
