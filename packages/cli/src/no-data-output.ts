import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { checkWritable } from '@verisim/io';
import { folderNeeded, overwritesInput } from './errors.ts';

/** The part of an output's name that the name of a table takes. */
const PLACE = '{table}';

/**
 * Where each table goes: `-o folder/` as CSV, `-o folder/{table}.parquet` in another format, `-o file.csv` where there is one. Folders are made. Throws
 * `cli/folder-needed`, `cli/overwrites-input`, and what `io` throws for places that cannot be written.
 */
export async function outputsOf(
  output: string,
  tables: readonly string[],
  input: string | undefined,
): Promise<readonly string[]> {
  const pattern = await patternOf(output);
  if (tables.length > 1 && !pattern.includes(PLACE)) throw folderNeeded(output, tables);
  const outputs = tables.map((table) => pattern.replaceAll(PLACE, basename(table)));
  for (const written of outputs) {
    if (input !== undefined && resolve(written) === resolve(input)) throw overwritesInput(written);
    if (pattern.includes(PLACE)) await mkdir(dirname(written), { recursive: true });
    await checkWritable(written);
  }
  return outputs;
}

async function patternOf(output: string): Promise<string> {
  if (output.includes('://') || output.includes(PLACE)) return output;
  const isFolder = output.endsWith('/') || (await stat(output).catch(() => null))?.isDirectory() === true;
  return isFolder ? join(output, `${PLACE}.csv`) : output;
}
