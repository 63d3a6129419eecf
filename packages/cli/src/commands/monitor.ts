import { stat } from 'node:fs/promises';
import { createContext, type Table, withTarget } from '@verisim/core';
import { type ReadResult, readTable } from '@verisim/io';
import type { Drift } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { appendLedger, listRuns, openWorkspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { badNumber, missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { locksIn, trainingKinds } from '../locks.ts';
import { plain } from '../printable.ts';
import { unknownRun } from '../project-errors.ts';
import { sayReading } from '../read-inputs.ts';
import { type ReadSettings, readLike, readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional, positiveNumber, required } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

interface Monitored {
  readonly old: ReadResult;
  readonly now: ReadResult;
  readonly made: ReadResult | undefined;
}

/** `verisim monitor`: new real rows against those that everything was built on. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  if (file === undefined) throw missingOption('a file of new real rows', 'monitor');
  const html = htmlOption(options);
  const target = optional(options, 'target');
  const threshold = positiveNumber(String(options.effect), '--effect');
  if (threshold >= 1) throw badNumber('--effect', String(threshold), 'a number below 1');
  const read = await readAll(file, options, signal);
  const { old, now, made } = read;
  const reports = [old, now, ...(made ? [made] : [])].map(({ report }) => report);
  sayReading(reports, terminal);
  const ready = await targetReady(target);
  const progress = ({ done, total, note = 'comparing' }: { done: number; total?: number; note?: string }) =>
    terminal.progress(note, done, total);
  const ctx = createContext({ seed: String(options.seed), signal, progress });
  const { driftSection, makeAgain, monitorDrift } = await import('@verisim/plays');
  const tables = { old: ready(old.table), now: ready(now.table), synthetic: made && ready(made.table) };
  const found = await monitorDrift({ ...tables, target, threshold }, ctx);
  terminal.clearProgress();
  const commands = makeAgain(found, { now: file, synthetic: optional(options, 'synthetic') });
  const report: Report = {
    title: 'Has reality moved?',
    question: `Are the rows of ${now.report.file} still like those of ${old.report.file}?`,
    verdicts: [],
    sections: [driftSection(found, commands)],
    provenance: {
      seed: String(options.seed),
      threshold,
      files: reports.map(({ file, hash, rows }) => ({ file, hash, rows })),
    },
  };
  if (html) await writeReport(report, html);
  await record(found, old, now);
  await say(found, commands, html, terminal);
  return found.drift || found.synthetic?.state === 'farther' ? exitCodes.attention : exitCodes.done;
}

async function readAll(file: string, options: Call['options'], signal: AbortSignal): Promise<Monitored> {
  const against = required(options, 'against', 'monitor', ' (the real rows before, or a run that was built on them)');
  const synthetic = optional(options, 'synthetic');
  const settings = readOptionsOf(options);
  const old = await readOld(against, settings, signal);
  const like = { ...readLike(old.table.spec, settings), signal };
  const now = await readTable(file, like);
  return { old, now, made: synthetic === undefined ? undefined : await readTable(synthetic, like) };
}

async function say(
  found: Drift,
  commands: readonly string[],
  html: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const { driftAdvice, driftFindings, driftSentence, effectsTable } = await import('@verisim/plays');
  const [sentence, advice, findings] = [driftSentence(found), driftAdvice(found), driftFindings(found)];
  if (terminal.json) {
    printJson({ ...found, sentence, findings, advice, commands });
    return;
  }
  sayTable(effectsTable(found), terminal);
  for (const { level, message } of findings) terminal.say(`\n${level}: ${plain(message)}`);
  terminal.say(`\n${plain(sentence)}`);
  if (advice !== null) terminal.say(`\n${advice}`);
  if (commands.length > 0) terminal.say(`\nMake again:\n${commands.map((line) => `  ${plain(line)}`).join('\n')}`);
  if (html) terminal.say(`\nreport: ${html}`);
}

/** A file, or the training part that a run of this folder was built on. */
async function readOld(against: string, settings: ReadSettings, signal: AbortSignal): Promise<ReadResult> {
  if (await stat(against).catch(() => null)) return readTable(against, { ...settings, signal });
  const locks = await locksIn('.');
  if (locks.length === 0) return readTable(against, { ...settings, signal });
  const runs = (await listRuns(locks[0].workspace)).filter(({ state }) => state === 'whole');
  const run =
    runs.findLast(({ place }) => place === against) ?? runs.findLast(({ place }) => place.startsWith(against));
  const lock = locks.find((one) => one.lock.id === run?.manifest?.request.holdout);
  if (run === undefined || lock === undefined)
    throw unknownRun(
      against,
      runs.map(({ place }) => place),
    );
  return readTable(lock.training, { ...trainingKinds(lock.lock), signal });
}

async function targetReady(target: string | undefined): Promise<(table: Table) => Table> {
  if (target === undefined) return (table) => table;
  const { asClassTarget } = await import('@verisim/evaluator-utility');
  return (table) => {
    if (!table.spec.columns.some(({ name }) => name === target)) return table;
    return withTarget(asClassTarget(table, target), target);
  };
}

/** Where there is a workspace, that somebody looked is part of its history. */
async function record({ drift, threshold, measures }: Drift, old: ReadResult, now: ReadResult): Promise<void> {
  if (!(await stat('.verisim').catch(() => null))) return;
  const moved = measures.flatMap(({ check, column, drift }) =>
    drift ? [`${check}${column === null ? '' : ` ${column}`}`] : [],
  );
  const details = { drift, threshold, moved, old: old.report.hash, now: now.report.hash };
  await appendLedger(await openWorkspace('.'), { event: 'monitored', details });
}
