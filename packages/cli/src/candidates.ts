import {
  type Context,
  columnsWithRole,
  type Json,
  optionNames,
  resolveOptions,
  type SourceName,
  type Table,
} from '@verisim/core';
import { type ChoiceAccount, choiceSection } from '@verisim/plays/draw';
import { unknownSetting } from './errors.ts';
import { AUTO, type FoundGenerator, findGenerator } from './generators.ts';
import { plain } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** What `auto` chooses from, the simplest first. */
const LADDER: readonly string[] = ['marginals', 'copula', 'trees'];

/** The note under which the choice stands in provenance. */
const NOTE = 'auto';

type Settings = Readonly<Record<string, Json>>;

/** A generator that may be fitted, with the options that were given for it. */
export interface Candidate {
  readonly found: FoundGenerator;
  readonly settings: Settings;
}

/**
 * The generator of that name; for `auto` those it chooses from, each with the settings that it knows. Throws `cli/unknown-generator`,
 * `cli/unknown-setting` for one that none of them knows, and `core/bad-options`.
 */
export async function candidatesFor(
  name: string,
  settings: Settings,
  packages?: unknown,
): Promise<readonly Candidate[]> {
  const names = name === AUTO ? LADDER : [name];
  const found = await Promise.all(names.map((one) => findGenerator(one, packages)));
  const known = found.map(({ generator }) => optionNames(generator));
  if (name === AUTO) {
    const unknown = Object.keys(settings).find((key) => !known.some((keys) => keys.includes(key)));
    if (unknown !== undefined) throw unknownSetting(unknown, LADDER, [...new Set(known.flat())]);
  }
  return found.map((one, i) => {
    const own = name === AUTO ? Object.entries(settings).filter(([key]) => known[i].includes(key)) : null;
    const candidate = { found: one, settings: own === null ? settings : Object.fromEntries(own) };
    const needs: SourceName = one.generator.needs;
    // Others may take an option from the file that is named, and are checked when they are fitted.
    if (needs === 'data') resolveOptions(one.generator, candidate.settings);
    return candidate;
  });
}

/** The one candidate, else the one that `chooseGenerator` takes; how it did is noted. */
export async function chooseCandidate(
  candidates: readonly Candidate[],
  train: Table,
  ctx: Context,
): Promise<Candidate> {
  if (candidates.length === 1) return candidates[0];
  const rungs = candidates.map(({ found, settings }) => ({ generator: found.generator, options: settings }));
  const [target] = columnsWithRole(train.spec, 'target');
  const { chooseGenerator } = await import('@verisim/plays');
  const { rung, account } = await chooseGenerator({ rungs, train, ...(target !== undefined && { target }) }, ctx);
  ctx.note(NOTE, account as unknown as Json);
  return candidates[rungs.indexOf(rung as (typeof rungs)[number])];
}

/** How a generator was chosen, if it was. */
export function choiceOf(notes: Settings): ChoiceAccount | null {
  return (notes[NOTE] ?? null) as unknown as ChoiceAccount | null;
}

/** Tells which generator was chosen, and what the simpler ones lacked. */
export async function sayChoice(account: ChoiceAccount, terminal: Terminal): Promise<void> {
  const { sayTable } = await import('./say-table.ts');
  const { text = [], tables = [] } = choiceSection(account);
  for (const table of tables) sayTable(table, terminal);
  terminal.say('');
  for (const line of text) terminal.say(plain(line));
}
