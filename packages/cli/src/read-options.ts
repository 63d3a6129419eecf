import type { ColumnKind, TableSpec } from '@verisim/core';
import type { ReadOptions } from '@verisim/io';
import { badColumnOption, emptyOption } from './errors.ts';

/** What a user may say about how files are read. */
export type ReadSettings = Pick<ReadOptions, 'kinds' | 'formats' | 'missing' | 'roles'>;

/** The read options of a call, for `readTable(path, { ...readOptionsOf(options), signal })`. */
export function readOptionsOf(options: Readonly<Record<string, unknown>>): ReadSettings {
  const { kinds, formats, missing, roles } = options as Partial<ReadSettings>;
  return {
    ...(kinds && { kinds }),
    ...(formats && { formats }),
    ...(missing && { missing }),
    ...(roles && { roles }),
  };
}

/** The same for a file that is read like another: its kinds and formats are those of the other. */
export function readLike(like: TableSpec, { missing }: ReadSettings = {}): ReadOptions {
  return { like, ...(missing && { missing }) };
}

/** `age=number,when=datetime` added to what came before. Throws `cli/bad-column-option`. */
export function collectKinds(text: string, before: unknown): Readonly<Record<string, ColumnKind>> {
  return collectPairs('--kinds', text, before) as Readonly<Record<string, ColumnKind>>;
}

/** `when=%d/%m/%Y` added to what came before. Throws `cli/bad-column-option`. */
export function collectFormats(text: string, before: unknown): Readonly<Record<string, string>> {
  return collectPairs('--formats', text, before);
}

/** `NA,?` added to what came before. Throws `cli/empty-option`. */
export function collectMissing(text: string, before: unknown): readonly string[] {
  if (text === '') throw emptyOption('--missing');
  return [...(Array.isArray(before) ? before : []), ...text.split(',')];
}

/** A name in double quotes, or free of `=`; then the value, up to a comma that another `name=` follows. */
const PAIR = /^(?:"((?:[^"]|"")+)"|([^="][^=]*))=((?:(?!,(?:"(?:[^"]|"")+"|[^=,]+)=).)+)(?<!,)(?:,(?=.)|$)/su;

function collectPairs(flag: string, text: string, before: unknown): Readonly<Record<string, string>> {
  const pairs = Object.entries((before ?? {}) as Record<string, string>);
  let rest = text;
  do {
    const match = PAIR.exec(rest);
    if (match === null) throw badColumnOption(flag, text);
    const [whole, quoted, bare, value] = match;
    pairs.push([quoted === undefined ? bare : quoted.replaceAll('""', '"'), value]);
    rest = rest.slice(whole.length);
  } while (rest !== '');
  return Object.fromEntries(pairs);
}
