import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type CodedColumn,
  type Context,
  columnOf,
  createContext,
  type Fingerprints,
  forkContext,
  shuffle,
  type Table,
  type TrackedTable,
  takeTrackedRows,
} from '@verisim/core';
import { logisticRegression } from '@verisim/evaluator-utility';
import { trees } from '@verisim/generator-tabular';
import {
  blendedRows,
  type CoverageGapResult,
  coverageGapStages,
  judgeCoverageGap,
  makePlan,
  type PreparedCoverageGap,
  prepareCoverageGap,
} from '@verisim/plays';
import type { Report, ReportSection } from '@verisim/report';
import { renderHtml, renderJson, renderMarkdown, renderTable, renderVerdict } from '@verisim/report';
import {
  claimWorkspace,
  holdoutFingerprints,
  type LockedSplit,
  lockHoldout,
  openHoldout,
  openings,
  openWorkspace,
  type Run,
  startRun,
  type Workspace,
} from '@verisim/workspace';
import type { Call } from '../call.ts';
import { LEAKING, readBirdStrikes, TARGET } from '../demo-data.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, type Terminal } from '../terminal.ts';

const HOLDOUT_ROWS = 2500;
const GAP =
  'Only one bird strike in ten damages the aircraft, so a model that should warn of damage sees too little of it.';

/** A team and the labelled reports it has. All of them when `rows` is `null`. */
interface Situation {
  readonly name: string;
  /** The name in headings. */
  readonly short: string;
  readonly rows: number | null;
}

const SITUATIONS: readonly Situation[] = [
  { name: 'A team with 300 labelled reports', short: '300 reports', rows: 300 },
  { name: 'A team with 7,500 labelled reports', short: '7,500 reports', rows: null },
];

interface Prepared extends Situation {
  readonly play: PreparedCoverageGap;
}

/** `verisim demo`: the main job on real data, for two teams that share one holdout. One process at a time in a workspace. */
export async function run({ options, terminal, signal }: Call): Promise<ExitCode> {
  const { table, report } = await readBirdStrikes(signal);
  terminal.say(introduction(table));
  const folder = resolve(String(options.folder));
  await mkdir(folder, { recursive: true });
  const workspace = await openWorkspace(folder);
  const release = await claimWorkspace(workspace);
  try {
    return await playBoth(workspace, table, { file: report.file, hash: report.hash }, { options, terminal, signal });
  } finally {
    await release();
  }
}

type Source = { readonly file: string; readonly hash: string };

async function playBoth(
  workspace: Workspace,
  table: Table,
  source: Source,
  { options, terminal, signal }: Pick<Call, 'options' | 'terminal' | 'signal'>,
): Promise<ExitCode> {
  const seed = String(options.seed);
  let stage = 'Preparing';
  const progress = ({ done, total }: { done: number; total?: number }) => terminal.progress(stage, done, total);
  const onStage = (title: string, index: number) => {
    stage = title;
    terminal.say(`\n[${index + 1}/${coverageGapStages.length}] ${title}`);
  };
  const ctx = createContext({ seed, signal, progress });
  const split = await lockHoldout(workspace, { table, rows: HOLDOUT_ROWS, seed, target: TARGET, source });
  const fingerprints = await holdoutFingerprints(workspace, split.lock);
  terminal.say(locked(split, fingerprints));
  const record = await startRun(workspace, {
    name: 'demo',
    seed,
    source: source.hash,
    holdout: split.lock.id,
    generator: { name: trees.name, version: trees.version },
  });
  try {
    const prepared: Prepared[] = [];
    for (const situation of SITUATIONS)
      prepared.push(
        await prepare(situation, split, fingerprints, record, Boolean(options.force), terminal, onStage, ctx),
      );
    const holdout = await openOnce(prepared, workspace, split, record, terminal);
    const results: CoverageGapResult[] = [];
    stage = 'Training every arm';
    for (const [index, { play }] of prepared.entries()) {
      results.push(await judgeCoverageGap(play, async () => holdout!, forkContext(ctx, `judge:${index}`)));
    }
    const opened = await openings(workspace, split.lock);
    const report = reportOf(prepared, results, { seed, source, holdout: split.lock.id, openings: opened });
    await keep(record, report, prepared, results);
    await conclude(report, results, record, opened, terminal);
    return exitCodes.done;
  } finally {
    await record.abandon();
  }
}

function introduction(table: Table): string {
  return [
    `${table.rows.toLocaleString('en-US')} real reports of bird strikes (US Federal Aviation Administration, through the package vega-datasets).`,
    GAP,
    `Left out because they are known only after the damage is: ${LEAKING.join(', ')}. "${TARGET}" says whether there was any damage.`,
  ].join('\n');
}

function locked({ lock }: LockedSplit, fingerprints: Fingerprints): string {
  const rows = lock.rows.toLocaleString('en-US');
  return (
    `Locked a holdout of ${rows} real reports before anything is generated (lock ${lock.id.slice(0, 8)}). ` +
    `${fingerprints.size.toLocaleString('en-US')} of them are near-unique: a generated row that equals one would be dropped.`
  );
}

async function prepare(
  situation: Situation,
  split: LockedSplit,
  fingerprints: Fingerprints,
  record: Run,
  force: boolean,
  terminal: Terminal,
  onStage: (title: string, index: number) => void,
  ctx: Context,
): Promise<Prepared> {
  terminal.say(`\n${situation.name}\n${'-'.repeat(situation.name.length)}`);
  const where = [{ column: TARGET, in: ['yes'] }];
  const plan = makePlan({ gap: GAP, target: TARGET, where, metric: 'roc-auc', threshold: 0.01, force });
  const train = situation.rows === null ? split.train : subset(split.train, situation.rows, ctx);
  const show = (section: ReportSection) => showSection(section, terminal);
  const parts = {
    plan,
    train,
    generator: trees as never,
    learner: logisticRegression,
    fingerprints,
    run: record.id,
    show,
  };
  const play = await prepareCoverageGap(parts, forkContext(ctx, situation.name), ({ title }, index) =>
    onStage(title, index),
  );
  terminal.clearProgress();
  if (play.stopped) terminal.say(`Stopped: ${play.stopped}`);
  return { ...situation, play };
}

/** A part of the training rows with their share of each class: every k-th row of a shuffle sorted by class. */
function subset(train: TrackedTable, rows: number, ctx: Context): TrackedTable {
  const { codes } = columnOf(train.table, TARGET) as CodedColumn;
  const order = shuffle(Int32Array.from(codes.keys()), ctx.random.fork('subset'));
  const byClass = [...order].sort((a, b) => codes[a] - codes[b]);
  const chosen = Int32Array.from({ length: rows }, (_, i) => byClass[Math.floor(((i + 0.5) * order.length) / rows)]);
  return takeTrackedRows(train, chosen.sort());
}

function showSection(section: ReportSection, terminal: Terminal): void {
  terminal.clearProgress();
  for (const paragraph of section.text ?? []) terminal.say(`  ${paragraph}`);
  for (const table of section.tables ?? []) terminal.say(`\n${renderTable(table, terminal)}`);
  for (const finding of section.findings ?? [])
    if (finding.level !== 'info') terminal.say(`  ${finding.level}: ${finding.message}`);
}

/** One opening serves both situations, after both have made every choice. */
async function openOnce(
  prepared: readonly Prepared[],
  workspace: Workspace,
  split: LockedSplit,
  record: Run,
  terminal: Terminal,
): Promise<Table | null> {
  if (prepared.every(({ play }) => play.stopped)) return null;
  terminal.say('\nEvery choice is made. Opening the holdout, once, for the final evaluation.');
  return openHoldout(workspace, split.lock, { reason: 'final evaluation of the demo', run: record.id });
}

function reportOf(
  prepared: readonly Prepared[],
  results: readonly CoverageGapResult[],
  provenance: Report['provenance'],
): Report {
  return {
    title: 'Does synthetic data help to predict damage from bird strikes?',
    question: GAP,
    verdicts: prepared.map(({ name }, i) => ({ title: name, verdict: results[i].verdict })),
    sections: results.flatMap(({ sections }, i) =>
      sections.map((section) => ({ ...section, title: `${prepared[i].short}: ${section.title}` })),
    ),
    provenance: { ...provenance, generator: `${trees.name} ${trees.version}`, leaking_columns_left_out: LEAKING },
  };
}

async function keep(
  record: Run,
  report: Report,
  prepared: readonly Prepared[],
  results: readonly CoverageGapResult[],
): Promise<void> {
  await record.writeText('report.html', await renderHtml(report));
  await record.writeText('report.md', renderMarkdown(report));
  await record.writeText('report.json', renderJson(report));
  for (const [index, { play }] of prepared.entries()) {
    const blended = blendedRows(play);
    if (blended === null) continue;
    await record.writeTable(`data-${index + 1}.parquet`, blended.table);
    await record.writeTable(`lineage-${index + 1}.parquet`, blended.lineage);
  }
  await record.finish({ decisions: results.map(({ verdict }) => verdict.decision) });
}

async function conclude(
  report: Report,
  results: readonly CoverageGapResult[],
  record: Run,
  opened: number,
  terminal: Terminal,
): Promise<void> {
  terminal.clearProgress();
  if (terminal.json) {
    const situations = report.verdicts.map(({ title, verdict }, i) => ({
      situation: title,
      verdict,
      measurements: results[i].evidence?.measurements ?? [],
    }));
    printJson({ situations, openings: opened, run: record.folder });
  }
  for (const { title, verdict } of report.verdicts) terminal.say(`\n${title}\n${renderVerdict(verdict, terminal)}`);
  if (opened > 1)
    terminal.say(
      `\nThis holdout has been opened ${opened} times by now: each opening makes it a little less of a holdout.`,
    );
  terminal.say(`\nReport, data and lineage: ${record.folder}`);
}
