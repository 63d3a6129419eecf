import { cellOf, columnOf, createContext, type Table } from '@verisim/core';
import { openTable, readTable } from '@verisim/io';
import type { Answers, SuiteManifest, SuiteOutcome } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { startRun, type Workspace } from '@verisim/workspace';
import type { Call } from './call.ts';
import { badNumber, missingOption, noPredictionColumn } from './errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { keepReport } from './keep-report.ts';
import { chosenLearner } from './learners.ts';
import { lockedTraining } from './locked-training.ts';
import { locksIn, requireWorkspace } from './locks.ts';
import { saySection } from './say-section.ts';
import { optional, required } from './settings.ts';
import { suiteFiles } from './suite-cases.ts';
import { printJson, type Terminal } from './terminal.ts';

/** What a model answered, and the hashes of what it answered to. */
interface Answered {
  readonly model: string;
  readonly suite: Answers;
  readonly real: Answers;
  readonly seen?: number;
  readonly hashes: Readonly<Record<string, string>>;
}

/** Puts a model to a suite: one whose predictions are given, or a learner trained on the real training part. */
export async function runSuite(name: string, file: string | undefined, call: Call): Promise<ExitCode> {
  const { options, terminal } = call;
  const workspace = await requireWorkspace('.', 'suite');
  const { difficultiesOf, judgeSuite, openSuite, suiteSections } = await import('@verisim/plays');
  const least = leastShare(options);
  const { manifest, cases } = await openSuite(workspace, name, suiteFiles);
  const given = optional(options, 'predictions');
  const answered =
    given === undefined ? await trained(manifest, cases, file, call) : await predicted(manifest, cases, given, call);
  terminal.clearProgress();
  const { model, suite, real, seen, hashes } = answered;
  const difficulties = difficultiesOf(cases, manifest.difficulty);
  const outcome = judgeSuite({ manifest, difficulties, model, suite, real, ...(seen !== undefined && { seen }) });
  const report = reportOf(manifest, outcome, suiteSections(outcome), { seed: String(options.seed), ...hashes });
  const place = await keep(workspace, manifest, report, { model, seed: String(options.seed), ...hashes });
  say(outcome, report, place, terminal);
  const short = outcome.byDifficulty.some(({ rate }) => rate < least);
  return short || outcome.crispness.some(({ tooCrisp }) => tooCrisp) ? exitCodes.attention : exitCodes.done;
}

function leastShare(options: Call['options']): number {
  const text = optional(options, 'require');
  const share = text === undefined ? 0 : Number(text);
  if (!(share >= 0 && share <= 1)) throw badNumber('--require', text!, 'a share from 0 to 1');
  return share;
}

async function trained(
  manifest: SuiteManifest,
  cases: Table,
  file: string | undefined,
  { options, signal, terminal }: Call,
): Promise<Answered> {
  const { requireOtherFamily, trainedAnswers } = await import('@verisim/plays');
  const { target } = manifest;
  const locks = await locksIn('.');
  const own = locks.filter(({ lock }) => lock.columns.some(({ name }) => name === target));
  const data = file ?? (own.length === 1 ? own[0].training : undefined);
  if (data === undefined) throw missingOption('the file of real rows (there are several locks)', 'suite run');
  const { table: train, report } = await lockedTraining(data, target, { command: 'suite', options, signal });
  const learner = await chosenLearner(options, { table: train, target, otherwise: 'boosted-trees' });
  requireOtherFamily(manifest, learner.name);
  const progress = ({ done, total }: { done: number; total?: number }) => terminal.progress('training', done, total);
  const ctx = createContext({ seed: String(options.seed), signal, progress });
  const answers = await trainedAnswers({ train, cases, target, learner }, ctx);
  return { model: learner.name, ...answers, hashes: { real: report.hash } };
}

/** Real first: without the model's answers to real rows its answers to a suite are not looked at. */
async function predicted(manifest: SuiteManifest, cases: Table, file: string, { options }: Call): Promise<Answered> {
  const { expectedAnswers, requireOtherFamily } = await import('@verisim/plays');
  const model = required(options, 'model', 'suite run', ' (the name of the model under test)');
  requireOtherFamily(manifest, model);
  const hint = ' (real rows with the right answer and the column "prediction": real first, no exceptions)';
  const realFile = required(options, 'real', 'suite run', hint);
  const { target } = manifest;
  for (const name of [file, realFile]) await requirePredictions(name);
  const suite = await readTable(file, { kinds: { [PREDICTION]: 'category' } });
  const real = await readTable(realFile, { kinds: { [PREDICTION]: 'category', [target]: 'category' } });
  return {
    model,
    suite: { expected: expectedAnswers(cases, target), predicted: predictions(suite.table) },
    real: { expected: expectedAnswers(real.table, target), predicted: predictions(real.table) },
    hashes: { predictions: suite.report.hash, real: real.report.hash },
  };
}

/** The column that holds what a model answered. */
const PREDICTION = 'prediction';

async function requirePredictions(file: string): Promise<void> {
  const opened = await openTable(file);
  await opened.close();
  if (!opened.spec.columns.some(({ name }) => name === PREDICTION)) throw noPredictionColumn(file);
}

function predictions(table: Table): readonly (string | null)[] {
  const column = columnOf(table, PREDICTION);
  return Array.from({ length: table.rows }, (_, row) => {
    const cell = cellOf(column, row);
    return cell === null ? null : String(cell);
  });
}

function reportOf(
  { name, about, casesHash }: SuiteManifest,
  { model }: SuiteOutcome,
  sections: Report['sections'],
  provenance: Report['provenance'],
): Report {
  return {
    title: `Suite ${name}`,
    question: about === '' ? `Which cases of ${name} does ${model} pass?` : about,
    verdicts: [],
    sections,
    notTested: ['How the model does on real rows beyond those that are named first: a synthetic suite does not tell.'],
    provenance: { suite: name, cases: casesHash, model, ...provenance },
  };
}

async function keep(
  workspace: Workspace,
  { name, casesHash }: SuiteManifest,
  report: Report,
  request: Readonly<Record<string, string>>,
): Promise<string> {
  const run = await startRun(workspace, { name: 'suite', suite: name, cases: casesHash, ...request });
  try {
    await keepReport(run, report);
  } finally {
    await run.abandon();
  }
  return run.place;
}

function say(outcome: SuiteOutcome, { sections }: Report, place: string, terminal: Terminal): void {
  if (terminal.json) {
    const findings = sections.flatMap((section) => section.findings ?? []);
    printJson({ ...outcome, findings, run: place });
    return;
  }
  for (const section of sections) {
    terminal.say(`\n${section.title}`);
    saySection(section, terminal);
  }
  terminal.say(`\nrun: ${place} (verisim report ${place})`);
}
