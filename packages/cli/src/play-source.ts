import { stat } from 'node:fs/promises';
import type { Generator, Json, SourceName } from '@verisim/core';
import { missingOption, twoSources } from './errors.ts';
import { type FoundGenerator, findGenerator } from './generators.ts';
import { noDataSettings } from './no-data-settings.ts';
import { noDataEntry } from './plugin-table.ts';
import { optional, settingsOf } from './settings.ts';

type Settings = Readonly<Record<string, Json>>;

/** What makes the rows of a play. */
export interface PlaySource {
  readonly found: FoundGenerator;
  readonly settings: Settings;
}

const LEARNS = 'trees';

/**
 * The generator of a play or sweep with its settings. One that learns from no rows (rules, a simulation) makes its rows with the columns of the real ones; its file comes by
 * `--rules`, or as the path in its own option (`--set rules=FILE`). Throws `cli/missing-option`, `cli/two-sources`, and what finding and reading throw.
 */
export async function playSource(options: Readonly<Record<string, unknown>>, command: string): Promise<PlaySource> {
  const rules = optional(options, 'rules');
  const named = String(options.generator);
  if (rules !== undefined && named !== LEARNS && named !== 'rules') throw twoSources(rules, `-g ${named}`);
  const name = rules === undefined ? named : 'rules';
  const found = await findGenerator(name, options.plugins);
  const settings = settingsOf(options.set);
  const needs: SourceName = found.generator.needs;
  if (needs === 'data') return { found, settings };
  const { alignedGenerator } = await import('@verisim/plays');
  const generator = alignedGenerator(found.generator as unknown as Generator<unknown, SourceName>);
  return { found: { ...found, generator }, settings: await withFile(name, rules, settings, command) };
}

async function withFile(
  name: string,
  rules: string | undefined,
  settings: Settings,
  command: string,
): Promise<Settings> {
  const entry = noDataEntry(name);
  const option = entry.textOption ?? entry.sampleOption;
  if (option === undefined) return settings;
  const { [option]: given, ...rest } = settings;
  const inline = given !== undefined && !(typeof given === 'string' && (await isFile(given)));
  const file = rules ?? (inline ? undefined : (given as string | undefined));
  if (file === undefined && !inline && entry.textOption !== undefined)
    throw missingOption('--rules (a file of rules)', command);
  return file === undefined ? settings : noDataSettings(entry, file, rest);
}

async function isFile(path: string): Promise<boolean> {
  return !path.includes('\n') && (await stat(path).catch(() => null))?.isFile() === true;
}
