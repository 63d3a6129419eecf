import { basename } from 'node:path';
import {
  createContext,
  type Finding,
  forkContext,
  type Lineage,
  lineageSpec,
  type Table,
  trackedTable,
  withTarget,
} from '@verisim/core';
import { type ReadReport, readTable } from '@verisim/io';
import type { Attribution, DepthLoss, SyntheticSource } from '@verisim/plays';
import type { Report } from '@verisim/report';
import type { Call } from '../call.ts';
import { missingOption, unpairedLineage } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { liftTerms } from '../lift-terms.ts';
import { sayReading } from '../read-inputs.ts';
import { readLike, readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional, required, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim attribute`: which synthetic source a model is better off without. */
export async function run({ options, terminal, signal }: Call): Promise<ExitCode> {
  const target = required(options, 'target', 'attribute');
  const html = htmlOption(options);
  const { metric } = await liftTerms(options);
  const folds = wholeNumber(String(options.folds), '--folds', 2);
  const repeats = wholeNumber(String(options.repeats), '--repeats', 1);
  const inputs = await read(options, target, terminal, signal);
  const plays = await import('@verisim/plays');
  const { boostedTrees, learnerFor } = await import('@verisim/evaluator-utility');
  const learner = learnerFor(inputs.real, target, boostedTrees());
  const seed = String(options.seed);
  const progress = ({ done, total, note = 'training' }: { done: number; total?: number; note?: string }) =>
    terminal.progress(note, done, total);
  const ctx = createContext({ seed, signal, progress });
  const priors = options.correctPriors === true ? ('real' as const) : ('as trained' as const);
  const request = { ...inputs, target, learner, metric, folds, repeats, priors };
  const found = await plays.attribute(request, ctx);
  terminal.clearProgress();
  const losses = inputs.sources.flatMap(({ name, table, lineage }) =>
    lineage ? plays.depthLosses(inputs.real, { table, lineage }, forkContext(ctx, `depth:${name}`)) : [],
  );
  const findings = plays.depthFindings(losses);
  const named = plays.attributionSection(found);
  const section = { ...named, findings: [...(named.findings ?? []), ...findings] };
  const report: Report = {
    title: 'Which synthetic source to pull',
    question: `Which of ${inputs.sources.map(({ name }) => name).join(', ')} does a model of ${target} do better without?`,
    verdicts: [],
    sections: [section],
    notTested: [
      'The locked holdout: it stayed closed.',
      'Pairs of sources: two that do harm only together are not looked for.',
    ],
    provenance: { seed, target, files: inputs.reports.map(({ file, hash, rows }) => ({ file, hash, rows })) },
  };
  if (html) await writeReport(report, html);
  if (terminal.json) printJson(summary(found, losses, findings));
  else {
    for (const table of section.tables ?? []) sayTable(table, terminal);
    terminal.say(`\n${plays.attributionSentence(found)}`);
    for (const { level, message } of findings) terminal.say(`${level}: ${message}`);
    if (html) terminal.say(`\nreport: ${html}`);
  }
  return found.pull.length > 0 || findings.length > 0 ? exitCodes.attention : exitCodes.done;
}

interface Inputs {
  readonly real: Table;
  readonly validation?: Table;
  readonly sources: readonly SyntheticSource[];
  readonly reports: readonly ReadReport[];
}

async function read(
  options: Call['options'],
  target: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Inputs> {
  const realFile = required(options, 'real', 'attribute');
  const files = filesOf(options.synthetic);
  if (files.length === 0) throw missingOption('--synthetic', 'attribute');
  const lineages = filesOf(options.lineage);
  if (lineages.length > 0 && lineages.length !== files.length) throw unpairedLineage(files.length, lineages.length);
  const validationFile = optional(options, 'validation');
  const settings = readOptionsOf(options);
  const { asClassTarget } = await import('@verisim/evaluator-utility');
  const ready = (table: Table) => withTarget(asClassTarget(table, target), target);
  const real = await readTable(realFile, { ...settings, signal });
  const alike = { ...readLike(real.table.spec, settings), signal };
  const made = [];
  for (const file of files) made.push(await readTable(file, alike));
  const judge = validationFile === undefined ? null : await readTable(validationFile, alike);
  const reports = [real, ...made, ...(judge ? [judge] : [])].map(({ report }) => report);
  sayReading(reports, terminal);
  const { sourcesOf } = await import('@verisim/plays');
  const names = sourceNames(files);
  const sources: SyntheticSource[] = [];
  for (const [i, { table }] of made.entries()) {
    const lineage = lineages.length > 0 ? await readLineage(lineages[i], signal) : undefined;
    const split = lineage ? sourcesOf(trackedTable(ready(table), lineage)) : [];
    if (files.length === 1 && split.length > 1) sources.push(...split);
    else sources.push({ name: names[i], table: ready(table), ...(lineage && { lineage }) });
  }
  return { real: ready(real.table), ...(judge && { validation: ready(judge.table) }), sources, reports };
}

/** A file of lineage rows as `verisim generate --lineage` writes it. */
async function readLineage(file: string, signal: AbortSignal): Promise<Lineage> {
  return (await readTable(file, { like: { columns: lineageSpec }, signal })).table;
}

function filesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** File names, whole paths where two files share a name. */
function sourceNames(files: readonly string[]): readonly string[] {
  const short = files.map((file) => basename(file));
  return new Set(short).size === short.length ? short : files;
}

function summary(found: Attribution, losses: readonly DepthLoss[], findings: readonly Finding[]) {
  const { slices, ...rest } = found;
  return { ...rest, slices: slices.slice(0, 24), depths: losses, findings };
}
