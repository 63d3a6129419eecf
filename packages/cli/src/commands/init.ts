import { type ReadResult, readTable } from '@verisim/io';
import type { Call } from '../call.ts';
import { answersMissing, configExists, twoConfigs } from '../config-errors.ts';
import { configJson, configTypescript } from '../config-text.ts';
import { counted } from '../counted.ts';
import { unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import {
  type ClassCount,
  checkGap,
  checkOwners,
  checkTerms,
  classesLine,
  classesOf,
  gapRows,
  projectOf,
  type RawAnswers,
} from '../init-answers.ts';
import type { AskedAnswers, ReadFile } from '../init-questions.ts';
import { configFiles } from '../load-config.ts';
import { plain } from '../printable.ts';
import { sayReading } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { writeWhole } from '../write-report.ts';

/** `verisim init`: asks what has to be said beforehand and writes it down. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  const name = await fileToWrite(options);
  const given = givenAnswers(file, options);
  const settings = readOptionsOf(options);
  const read: ReadFile = (path, formats) =>
    readTable(path, { ...settings, ...(formats && { formats: { ...settings.formats, ...formats } }), signal });
  const mayAsk = options.yes !== true && !terminal.json && Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const asked = mayAsk
    ? await (await import('../init-questions.ts')).askAnswers(given, read)
    : await taken(given, options, read);
  if (asked === null) return exitCodes.interrupted;
  const { answers, data, formats } = asked;
  const known =
    Object.keys(formats).length > 0 ? { ...settings, formats: { ...settings.formats, ...formats } } : settings;
  const classes = classesOf(data.table, answers.target!);
  const inGap = answers.where === undefined ? null : gapRows(data.table, answers.where);
  const project = projectOf(answers, await checkTerms(answers), known);
  await writeWhole(name, name.endsWith('.json') ? configJson(project) : configTypescript(project));
  if (terminal.json) printJson({ file: name, project, rows: data.table.rows, classes, gapRows: inGap });
  else {
    if (!mayAsk) show(data, project.target, classes, terminal);
    if (inGap !== null) terminal.say(`gap: ${counted(inGap, 'row')} of ${data.table.rows.toLocaleString('en-US')}`);
    terminal.say(`\nWrote ${name}. Next: verisim lock`);
  }
  return exitCodes.done;
}

async function fileToWrite(options: Call['options']): Promise<string> {
  const format = String(options.format);
  if (format !== 'ts' && format !== 'json') throw unknownChoice('--format', format, ['ts', 'json']);
  const name = `verisim.config.${format}`;
  const there = await configFiles('.');
  if (there.length > 0 && options.force !== true) throw configExists(there[0]);
  if (there.some((other) => other !== name)) throw twoConfigs([...there.filter((other) => other !== name), name]);
  return name;
}

function givenAnswers(file: string | undefined, options: Call['options']): RawAnswers {
  const names = ['gap', 'where', 'target', 'metric', 'threshold', 'requirement'] as const;
  const given = names.flatMap((name) => {
    const value = optional(options, name);
    return value === undefined ? [] : [[name, value]];
  });
  const owners = Array.isArray(options.owner) ? { owners: options.owner as string[] } : {};
  return { ...(file !== undefined && { data: file }), ...Object.fromEntries(given), ...owners };
}

/** The answers of the flags alone. Throws `cli/answers-missing`. */
async function taken(given: RawAnswers, options: Call['options'], read: ReadFile): Promise<AskedAnswers> {
  const yes = options.yes === true;
  const needed = { data: 'the file', gap: '--gap', target: '--target', owners: '--owner' };
  const wanted = yes ? needed : { ...needed, metric: '--metric', threshold: '--threshold' };
  const missing = Object.entries(wanted).filter(([name]) => given[name as keyof RawAnswers] === undefined);
  if (missing.length > 0)
    throw answersMissing(
      missing.map(([, flag]) => flag),
      yes,
    );
  checkGap(given.gap!);
  checkOwners(given.owners!);
  await checkTerms(given);
  return { answers: given, data: await read(given.data!), formats: {} };
}

function show({ table, report }: ReadResult, target: string, classes: readonly ClassCount[], terminal: Terminal): void {
  terminal.say(plain(`${report.file}: ${counted(table.rows, 'row')}, ${counted(table.columns.length, 'column')}`));
  const rows = report.columns.map(({ name, kind, reason }) => [name, kind, reason]);
  sayTable({ caption: 'Columns', columns: ['column', 'kind', 'why'], rows }, terminal);
  terminal.say(`\n${plain(`classes of ${target}: ${classesLine(classes)}`)}`);
  sayReading([report], terminal);
}
