import { createContext, type Json, withTarget } from '@verisim/core';
import type { GapProposal, Gaps } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepReport } from '../keep-report.ts';
import { chosenLearner } from '../learners.ts';
import { liftTerms } from '../lift-terms.ts';
import { plain } from '../printable.ts';
import { sayReading } from '../read-inputs.ts';
import { sayTable } from '../say-table.ts';
import { required, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { partInWords, type TrainingPart, trainingPart } from '../training-part.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim gap`: which rows could be too few. The holdout stays closed. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  if (file === undefined) throw missingOption('a file of real rows', 'gap');
  const target = required(options, 'target', 'gap');
  const { metric, threshold } = await liftTerms(options);
  const folds = wholeNumber(String(options.folds), '--folds', 2);
  const html = htmlOption(options);
  const part = await trainingPart(file, options, signal);
  sayReading([part.report], terminal);
  terminal.say(partInWords(file, part));
  const { gapSection, proposeGaps } = await import('@verisim/plays');
  const seed = String(options.seed);
  const progress = ({ done, total }: { done: number; total?: number }) => terminal.progress('training', done, total);
  const train = withTarget(part.table, target);
  const learner = await chosenLearner(options, { table: train, target, otherwise: 'boosted-trees' });
  const request = { train, target, learner, metric, threshold, folds, file };
  const gaps = await proposeGaps(request, createContext({ seed, signal, progress }));
  terminal.clearProgress();
  const { hash } = part.report;
  const holdout = part.locked?.lock.id ?? null;
  const report: Report = {
    title: 'Which rows are too few?',
    question: `Where could ${part.locked?.lock.source.file ?? file} lack rows to predict ${target}?`,
    verdicts: [],
    sections: [gapSection(gaps)],
    provenance: { seed, target, metric, folds, learner: gaps.learner, file: part.report.file, hash, holdout },
  };
  const run = part.locked ? await record(part, report, gaps) : null;
  if (html) await writeReport(report, html);
  if (terminal.json) printJson({ ...gaps, holdout, run });
  else await say(gaps, { run, html }, terminal);
  return exitCodes.done;
}

/** Keeps the proposals in the workspace, as `gaps.json` beside the report, and returns where. */
async function record({ locked, report: source }: TrainingPart, report: Report, gaps: Gaps): Promise<string> {
  const { workspace, lock } = locked!;
  const run = await startRun(workspace, { name: 'gap', ...report.provenance, real: source.hash, holdout: lock.id });
  await run.writeJson('gaps.json', gaps as unknown as Json);
  await keepReport(run, report);
  return run.place;
}

async function say(
  gaps: Gaps,
  { run, html }: { readonly run: string | null; readonly html: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const { balanceInWords, gapSection } = await import('@verisim/plays');
  const { text = [], tables = [] } = gapSection(gaps);
  for (const table of tables) sayTable(table, terminal);
  const lead = gaps.proposals.length === 0 ? text.slice(0, 3) : text.slice(0, 2);
  terminal.say(`\n${lead.map(plain).join('\n')}`);
  const sentence = ({ sentence, balance, command }: GapProposal, i: number) =>
    `\n${i + 1}. ${plain(sentence)} ${plain(balanceInWords(balance))}\n   ${plain(command)}`;
  for (const [i, proposal] of gaps.proposals.entries()) terminal.say(sentence(proposal, i));
  if (gaps.questions.length > 0) terminal.say('\nTo ask someone who knows the data, before it is called a gap:');
  for (const question of gaps.questions) terminal.say(`- ${plain(question.sentence)}`);
  if (run) terminal.say(`\nrun: ${run} (verisim report ${run})`);
  if (html) terminal.say(`report: ${html}`);
}
