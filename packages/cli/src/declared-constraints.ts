import { readFile } from 'node:fs/promises';
import { type Constraint, type Json, type Table, withConstraints } from '@verisim/core';
import { counted } from './counted.ts';
import { badConstraints } from './errors.ts';
import { plain } from './printable.ts';

/**
 * The constraints of a call: those of `--constraints FILE`, a JSON list, else those of the config. Throws `cli/bad-constraints`.
 *
 * @param given a path, or what a config says
 */
export async function constraintsOf(given: unknown): Promise<readonly Constraint[]> {
  if (typeof given !== 'string') return Array.isArray(given) ? given : [];
  const text = await readFile(given, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw badConstraints(given, `cannot be read (${error.code})`, error);
  });
  const parsed = parseJson(given, text);
  const list = Array.isArray(parsed) ? parsed : (parsed as { constraints?: unknown } | null)?.constraints;
  const isRule = (one: unknown) => typeof one === 'object' && one !== null && 'rule' in one;
  if (!Array.isArray(list) || !list.every(isRule)) throw badConstraints(given, 'holds no list of constraints');
  return list as Constraint[];
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw badConstraints(file, `is not JSON: ${(error as SyntaxError).message}`, error);
  }
}

/** The table with these constraints, each held against its columns. Throws what `resolveConstraints` throws. */
export async function declareConstraints(table: Table, constraints: readonly Constraint[]): Promise<Table> {
  if (constraints.length === 0) return table;
  const { resolveConstraints } = await import('@verisim/validator-table');
  const declared = withConstraints(table, constraints);
  resolveConstraints(declared.spec);
  return declared;
}

/** Tells which rows were left out of learning, and what had to be mended or drawn again. */
export function sayConstraints(notes: Readonly<Record<string, Json>>, say: (text: string) => void): void {
  const { broken = {} } = (notes.constraints ?? {}) as { readonly broken?: Readonly<Record<string, number>> };
  for (const [label, rows] of Object.entries(broken))
    say(plain(`${counted(rows, 'row')} of the data break ${label} and were not learned from`));
  const blocks = Object.entries(notes).filter(([key]) => key.startsWith('constraints-block-'));
  for (const [what, words] of WORDS) {
    const sums = new Map<string, number>();
    for (const [, counts] of blocks) {
      const own = (counts as Readonly<Record<string, Readonly<Record<string, number>>>>)[what];
      for (const [label, rows] of Object.entries(own)) sums.set(label, (sums.get(label) ?? 0) + rows);
    }
    for (const [label, rows] of sums) say(plain(`${counted(rows, 'row')} ${words} ${label}`));
  }
}

const WORDS = [
  ['repaired', 'mended for'],
  ['rejected', 'drawn again for'],
] as const;
