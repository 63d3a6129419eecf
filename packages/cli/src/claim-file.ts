import { readFile } from 'node:fs/promises';
import { canonicalJson, type Json } from '@verisim/core';
import { type DpClaim, parseDpClaim } from '@verisim/evaluator-privacy';
import { badClaim } from './errors.ts';

/** A claim of differential privacy, and what its file says of how the rows were made. */
export interface ClaimFile {
  readonly dp: DpClaim;
  readonly madeBy?: string;
}

/** What `verisim generate --json` prints, as far as it is read here. */
interface Made {
  readonly notes: { readonly [key: string]: unknown };
  readonly generator?: { readonly name: string; readonly version: string; readonly options: Json };
  readonly source?: { readonly file: string; readonly hash: string };
  readonly seed?: string;
}

const NOTE = 'differential-privacy';

/** The claim in a file: by itself, or in what `verisim generate --json` printed, which says whose rows it is about. Throws `cli/bad-claim` and `evaluator-privacy/bad-dp-claim`. */
export async function readClaim(file: string): Promise<ClaimFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw badClaim(file, `it cannot be read (${error.code})`, error);
  });
  const value = parseJson(file, text);
  if (!isMade(value)) return { dp: parseDpClaim(value, file) };
  const { notes, generator, source, seed } = value;
  if (notes[NOTE] === undefined) throw badClaim(file, `${generator?.name ?? 'the generator'} claimed none`);
  const dp = {
    ...parseDpClaim(notes[NOTE], file),
    ...(source && { source: { file: source.file, hash: source.hash } }),
  };
  if (generator === undefined) return { dp };
  const { name, version, options } = generator;
  return { dp, madeBy: `${name} ${version}, options ${canonicalJson(options)}, seed ${seed}.` };
}

function isMade(value: unknown): value is Made {
  return typeof value === 'object' && value !== null && 'notes' in value && typeof value.notes === 'object';
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw badClaim(file, `it is not JSON (${(error as SyntaxError).message})`, error);
  }
}
