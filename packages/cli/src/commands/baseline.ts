import { createContext, type Json, withTarget } from '@verisim/core';
import type { Baseline, HoldoutSize, KeptBaseline } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepReport } from '../keep-report.ts';
import { chosenLearner } from '../learners.ts';
import { liftTerms } from '../lift-terms.ts';
import type { LockedData } from '../locks.ts';
import { plain } from '../printable.ts';
import { sayReading } from '../read-inputs.ts';
import { sayTable } from '../say-table.ts';
import { required, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { partInWords, type TrainingPart, trainingPart } from '../training-part.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim baseline`: how far real rows alone go. The holdout stays closed. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  if (file === undefined) throw missingOption('a file of real rows', 'baseline');
  const target = required(options, 'target', 'baseline');
  const { metric, threshold, requirement } = await liftTerms(options);
  const folds = wholeNumber(String(options.folds), '--folds', 2);
  const repeats = wholeNumber(String(options.repeats), '--repeats', 1);
  const html = htmlOption(options);
  const part = await trainingPart(file, options, signal);
  const { table, report: source, locked } = part;
  const learner = await chosenLearner(options, { table, target, otherwise: 'logistic-regression' });
  sayReading([source], terminal);
  terminal.say(partInWords(file, part));
  const { baseline, baselineSection } = await import('@verisim/plays');
  const seed = String(options.seed);
  const progress = ({ done, total }: { done: number; total?: number }) => terminal.progress('training', done, total);
  const ctx = createContext({ seed, signal, progress });
  const judged = { learner, metric, requirement, threshold, folds, repeats, holdout: holdoutSize(part) };
  const found = await baseline({ train: withTarget(table, target), target, ...judged }, ctx);
  terminal.clearProgress();
  const holdout = locked?.lock.id ?? null;
  const data = locked ? `the training part of ${locked.lock.source.file}` : source.file;
  const report: Report = {
    title: 'How far do real rows alone go?',
    question: `What ${metric} on ${target} does a model trained on ${data} reach?`,
    verdicts: [],
    sections: [baselineSection(found)],
    provenance: {
      seed,
      target,
      metric,
      learner: learner.name,
      threshold,
      folds,
      repeats,
      file: source.file,
      hash: source.hash,
      holdout,
    },
  };
  const run = locked
    ? await record(locked, report, { data: source.hash, target, holdout, seed, baseline: found })
    : null;
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
  const { baselineFindings, baselineMeasurements, baselineSection, baselineSentence, powerSentence } = await import(
    '@verisim/plays'
  );
  const sentence = baselineSentence(found);
  if (terminal.json) {
    const { metric, learner, requirement, state, rows, scores, slices, power } = found;
    const said = { metric, learner, requirement, state, sentence, rows, scores, slices, power };
    printJson({ ...said, measurements: baselineMeasurements(found), findings: baselineFindings(found), holdout, run });
    return;
  }
  for (const table of baselineSection(found).tables ?? []) sayTable(table, terminal);
  terminal.say(`\n${plain(sentence)}`);
  const warned = baselineFindings(found).length > 0;
  if (found.power) terminal.say(`${warned ? 'warning: ' : ''}${plain(powerSentence(found.power, found.metric))}`);
  if (run) terminal.say(`run: ${run} (verisim report ${run})`);
  if (html) terminal.say(`report: ${html}`);
}

/** What lifts will be judged on: the locked rows, by their number alone, or the fifth that verisim lock would take. */
function holdoutSize({ table, locked }: TrainingPart): HoldoutSize {
  return locked ? { rows: locked.lock.rows, state: 'locked' } : { rows: Math.round(table.rows / 5), state: 'planned' };
}

/** Keeps the report and the figures in the workspace and returns where. */
async function record({ workspace, lock }: LockedData, report: Report, kept: KeptBaseline): Promise<string> {
  const run = await startRun(workspace, { name: 'baseline', ...report.provenance, real: kept.data, holdout: lock.id });
  await run.writeJson('baseline.json', kept as unknown as Json);
  await keepReport(run, report);
  return run.place;
}
