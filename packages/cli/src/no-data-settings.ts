import { readFile, stat } from 'node:fs/promises';
import type { Json } from '@verisim/core';
import { unreadableRules, unreadableSample } from './errors.ts';
import type { NoDataEntry } from './plugin-table.ts';

type Settings = Readonly<Record<string, Json>>;

/** The most bytes of a file that an option takes: a million rows come from far less. */
const MOST_BYTES = 8 << 20;

/**
 * The options of a generator that learns from no rows: its file's text and name among them where it reads one, the text alone of a real sample. Throws `cli/unreadable-rules` or
 * `cli/unreadable-sample` for a file that is missing, no file, too large or not UTF-8.
 */
export async function noDataSettings(
  { textOption, sampleOption }: NoDataEntry,
  file: string | undefined,
  settings: Settings,
): Promise<Settings> {
  const option = textOption ?? sampleOption;
  if (option === undefined || file === undefined) return settings;
  const unreadable = textOption === undefined ? unreadableSample : unreadableRules;
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw unreadable(file, found === null ? 'is not there' : 'is not a file');
  if (found.size > MOST_BYTES) throw unreadable(file, `has ${found.size} bytes, and ${MOST_BYTES} are the most`);
  const bytes = await readFile(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ...settings, [option]: text, ...(textOption !== undefined && { file }) };
  } catch {
    throw unreadable(file, 'is not UTF-8');
  }
}
