import { resolve } from 'node:path';
import { withTarget } from '@verisim/core';
import { type ConversationColumns, type ExportFormat, exportLines } from '@verisim/generator-text';
import { checkWritable, readTable } from '@verisim/io';
import type { Call } from '../call.ts';
import { counted } from '../counted.ts';
import { overwritesInput, unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { plain } from '../printable.ts';
import { sayReading } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { optional, required } from '../settings.ts';
import { printJson } from '../terminal.ts';
import { writeLines } from '../write-report.ts';

const FORMATS: readonly ExportFormat[] = ['openai', 'openai-preference', 'chatml', 'sharegpt'];

/** `verisim export`: rows in the formats that training tools for language models read, checked row by row. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  const asked = required(options, 'format', 'export', ` (${FORMATS.join(', ')})`);
  const format = FORMATS.find((one) => one === asked);
  if (format === undefined) throw unknownChoice('format', asked, FORMATS);
  const output = required(options, 'output', 'export', ' (the file to write, such as train.jsonl)');
  if (resolve(output) === resolve(file)) throw overwritesInput(output);
  await checkWritable(output);
  const { table, report } = await readTable(file, { ...readOptionsOf(options), signal });
  sayReading([report], terminal);
  const target = optional(options, 'target');
  const rows = target === undefined ? table : withTarget(table, target);
  await writeLines(output, exportLines(rows, format, columnsOf(options)));
  if (terminal.json) printJson({ file: report.file, format, rows: rows.rows, output });
  else terminal.say(plain(`${output}: ${counted(rows.rows, 'row')} as ${format}`));
  return exitCodes.done;
}

function columnsOf(options: Call['options']): ConversationColumns {
  const [user, assistant, system] = ['user', 'assistant', 'system'].map((name) => optional(options, name));
  return {
    ...(user !== undefined && { user }),
    ...(assistant !== undefined && { assistant }),
    ...(system !== undefined && { system }),
  };
}
