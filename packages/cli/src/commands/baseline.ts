import { resolve } from 'node:path';
import { createContext, type Table, withTarget } from '@verisim/core';
import { type ReadReport, readTable } from '@verisim/io';
import type { Baseline } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { counted } from '../counted.ts';
import { missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepReport } from '../keep-report.ts';
import { liftTerms } from '../lift-terms.ts';
import { type LockedData, locksIn, trainingKinds } from '../locks.ts';
import { plain } from '../printable.ts';
import { sayReading } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { required, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim baseline`: how far real rows alone go. The holdout stays closed. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  if (file === undefined) throw missingOption('a file of real rows', 'baseline');
  const target = required(options, 'target', 'baseline');
  const { metric, requirement } = await liftTerms(options);
  const folds = wholeNumber(String(options.folds), '--folds', 2);
  const repeats = wholeNumber(String(options.repeats), '--repeats', 1);
  const html = htmlOption(options);
  const { table, report: source, locked } = await trainingPart(file, options, signal);
  sayReading([source], terminal);
  terminal.say(
    locked
      ? `${counted(table.rows, 'row')} of ${plain(file)}, the training part of holdout ${locked.lock.id.slice(0, 8)}, which stays closed`
      : `${counted(table.rows, 'row')} of ${plain(file)}; no holdout is locked yet: run verisim lock before anything is generated`,
  );
  const { baseline, baselineSection } = await import('@verisim/plays');
  const { logisticRegression: learner } = await import('@verisim/evaluator-utility');
  const seed = String(options.seed);
  const progress = ({ done, total }: { done: number; total?: number }) => terminal.progress('training', done, total);
  const ctx = createContext({ seed, signal, progress });
  const request = { train: withTarget(table, target), target, learner, metric, requirement, folds, repeats };
  const found = await baseline(request, ctx);
  terminal.clearProgress();
  const holdout = locked?.lock.id ?? null;
  const data = locked ? `the training part of ${locked.lock.source.file}` : source.file;
  const report: Report = {
    title: 'How far do real rows alone go?',
    question: `What ${metric} on ${target} does a model trained on ${data} reach?`,
    verdicts: [],
    sections: [baselineSection(found)],
    provenance: { seed, target, metric, folds, repeats, file: source.file, hash: source.hash, holdout },
  };
  const run = locked ? await record(locked, report, source) : null;
  if (html) await writeReport(report, html);
  await say(found, { holdout, run, html }, terminal);
  return found.state === 'missed' || found.state === 'unclear' ? exitCodes.attention : exitCodes.done;
}

/** Where a baseline was kept. */
interface Kept {
  readonly holdout: string | null;
  readonly run: string | null;
  readonly html: string | undefined;
}

async function say(found: Baseline, { holdout, run, html }: Kept, terminal: Terminal): Promise<void> {
  const { baselineMeasurements, baselineSection, baselineSentence } = await import('@verisim/plays');
  const sentence = baselineSentence(found);
  if (terminal.json) {
    const { metric, requirement, state, rows, scores, slices } = found;
    const said = { metric, requirement, state, sentence, rows, scores, slices };
    printJson({ ...said, measurements: baselineMeasurements(found), holdout, run });
    return;
  }
  for (const table of baselineSection(found).tables ?? []) sayTable(table, terminal);
  terminal.say(`\n${plain(sentence)}`);
  if (run) terminal.say(`run: ${run} (verisim report ${run})`);
  if (html) terminal.say(`report: ${html}`);
}

interface TrainingPart {
  readonly table: Table;
  readonly report: ReadReport;
  readonly locked: LockedData | null;
}

/** The file as it is, or, when a holdout was taken from it, what was left. */
async function trainingPart(file: string, options: Call['options'], signal: AbortSignal): Promise<TrainingPart> {
  const settings = readOptionsOf(options);
  const read = await readTable(file, { ...settings, signal });
  const locks = await locksIn('.');
  const own = locks.find(({ training }) => resolve(training) === resolve(file));
  if (own) return { ...read, locked: own };
  const whole = locks.find(({ lock }) => lock.source.hash === read.report.hash);
  if (!whole) return { ...read, locked: null };
  const left = await readTable(whole.training, { ...trainingKinds(whole.lock), signal });
  return { ...left, locked: whole };
}

/** Keeps the report in the workspace and returns where. */
async function record({ workspace, lock }: LockedData, report: Report, { hash }: ReadReport): Promise<string> {
  const run = await startRun(workspace, { name: 'baseline', ...report.provenance, real: hash, holdout: lock.id });
  await keepReport(run, report);
  return run.place;
}
