import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Context, fit, type Generator, type Json, type SourceName, sha256, toHex } from '@verisim/core';
import { readTable } from '@verisim/io';
import type { ColdSource } from '@verisim/plays';
import type { Call } from './call.ts';
import { missingOption, twoSources } from './errors.ts';
import { findGenerator } from './generators.ts';
import { noDataSettings } from './no-data-settings.ts';
import { noDataEntry } from './plugin-table.ts';
import { readOptionsOf } from './read-options.ts';
import { optional, settingsOf, wholeNumber } from './settings.ts';

/** Made rows when nobody says how many. */
const USUAL_ROWS = '2000';
/** A cold start does without it, unless rows name what they are for. */
const LEARNS = 'trees';
const COMMAND = 'play cold-start';

type Options = Call['options'];
type Settings = Readonly<Record<string, Json>>;

/** Where the rows of a cold start come from. */
export interface ColdFound {
  readonly source: ColdSource;
  /** What decides the rows: the file's hash, or generator, options and schema. */
  readonly made: Json;
  /** The rules, to be kept beside the rows. */
  readonly rules: string | null;
}

/**
 * Rows of a file (`--rows FILE`, or the argument), rules (`--rules FILE`, or a YAML file as the argument), or another generator and how many it is to make. Throws
 * `cli/missing-option`, `cli/two-sources`, and what reading throws.
 */
export async function readColdSource(
  file: string | undefined,
  options: Options,
  signal: AbortSignal,
): Promise<ColdFound> {
  const name = generatorOf(file, options);
  const takes = noDataEntry(name);
  const text = takes.textOption ?? takes.sampleOption;
  const given = optional(options, 'rules') ?? (text === undefined ? undefined : file);
  const rows = optional(options, 'rows');
  const written = given === undefined ? (file ?? (await asFile(rows))) : await asFile(rows);
  if (given !== undefined && written !== undefined) throw twoSources(given, written);
  if (written === undefined) return generated(name, given, options);
  const { table, report } = await readTable(written, { ...readOptionsOf(options), signal });
  return {
    source: { table, name: report.file },
    made: { file: report.file, hash: report.hash },
    rules: null,
  };
}

/** The generator that is meant: `rules` where a file of rules is named and no other generator. Throws `cli/two-sources`. */
function generatorOf(file: string | undefined, options: Options): string {
  const named = String(options.generator ?? LEARNS);
  const rules = optional(options, 'rules');
  if (rules !== undefined && file !== undefined) throw twoSources(rules, file);
  if (rules !== undefined && named !== LEARNS && named !== 'rules') throw twoSources(rules, `-g ${named}`);
  return named === LEARNS && (rules !== undefined || /\.ya?ml$/i.test(file ?? '')) ? 'rules' : named;
}

/** What `--rows` names if it is no number; a file may be named like one. */
async function asFile(rows: string | undefined): Promise<string | undefined> {
  if (rows === undefined || !/^[\d_]+$/.test(rows)) return rows;
  return (await stat(rows).catch(() => null)) === null ? undefined : rows;
}

async function generated(name: string, file: string | undefined, options: Options): Promise<ColdFound> {
  const rows = optional(options, 'rows');
  const { generator } = await findGenerator(name, options.plugins);
  if (generator.name === LEARNS && rows === undefined)
    throw missingOption(
      '--rows (a file that a simulation or a language model wrote), --rules (a file of rules), or -g (a generator that needs no real rows)',
      COMMAND,
    );
  const entry = noDataEntry(name);
  if (entry.textOption !== undefined && file === undefined) throw missingOption('--rules (a file of rules)', COMMAND);
  const set = settingsOf(options.set);
  const settings = await noDataSettings(entry, file, set);
  const schemaFile = optional(options, 'schema');
  const { readTableSpec } = await import('@verisim/plays');
  const schema = schemaFile === undefined ? undefined : await readTableSpec(schemaFile);
  const text = file === undefined ? null : String(settings[entry.textOption ?? entry.sampleOption!]);
  const own = { generator: generator.name, version: generator.version };
  const from: Settings = file === undefined ? {} : { file: basename(file), hash: toHex(sha256(text!)) };
  const count = wholeNumber(rows ?? (await ownRows(name, settings)) ?? USUAL_ROWS, '--rows', 20);
  return {
    source: {
      generator: generator as unknown as Generator,
      options: settings,
      rows: count,
      ...(file !== undefined && { file: basename(file) }),
      ...(schema && { schema }),
    },
    made: { ...own, ...from, options: set, rows: count, schema: (schema ?? null) as unknown as Json },
    rules: entry.textOption === undefined ? null : text,
  };
}

/** How many rows the file itself says, where it is of one table. */
async function ownRows(name: string, settings: Settings): Promise<string | undefined> {
  const tables = (await noDataEntry(name).tables?.(settings)) ?? [];
  return tables.length === 1 && tables[0].rows !== null ? String(tables[0].rows) : undefined;
}

/** The column to predict: what `--target` says, else what the rules say. Throws `cli/missing-option`. */
export async function coldTarget(source: ColdSource, options: Options, ctx: Context): Promise<string> {
  const named = optional(options, 'target');
  if (named !== undefined) return named;
  if ('generator' in source && (source.generator.needs as SourceName) === 'nothing') {
    const model = await fit(source.generator as Generator<unknown, 'nothing'>, null, source.options ?? {}, ctx);
    const target = model.schema.columns.find(({ role }) => role === 'target');
    if (target !== undefined) return target.name;
  }
  throw missingOption('--target (the column to predict), or target: in the rules', COMMAND);
}
