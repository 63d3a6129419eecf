import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type Context,
  createContext,
  type Fingerprints,
  forkContext,
  type Generator,
  type Learner,
  type Table,
  type TrackedTable,
} from '@verisim/core';
import {
  blendedRows,
  type CoverageGapPlan,
  type CoverageGapResult,
  coverageGapStages,
  judgeCoverageGap,
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
import type { Call } from './call.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printJson, type Terminal } from './terminal.ts';

/** A team and the rows it has. */
export interface Situation {
  readonly name: string;
  /** The name in headings. */
  readonly short: string;
  /** Rows of the training part; all of them when `null`. */
  readonly rows: number | null;
}

/** What a demo shows: the coverage-gap play on real rows, for teams that share one holdout. */
export interface DemoStory {
  /** Of the run. */
  readonly name: string;
  readonly title: string;
  readonly introduction: string;
  readonly table: Table;
  readonly source: { readonly file: string; readonly hash: string };
  readonly holdoutRows: number;
  /** What the holdout is made of: `reports`. */
  readonly rowName: string;
  readonly plan: CoverageGapPlan;
  readonly generator: Generator<unknown, 'data'>;
  readonly learner: Learner;
  readonly situations: readonly Situation[];
  /** Facts for the provenance. */
  readonly facts: Report['provenance'];
  /** The training rows of a situation. */
  subset(train: TrackedTable, situation: Situation, ctx: Context): TrackedTable;
  /** What is shown before the play begins. */
  before?(train: TrackedTable, ctx: Context): Promise<readonly ReportSection[]>;
}

interface Prepared extends Situation {
  readonly play: PreparedCoverageGap;
  readonly before: readonly ReportSection[];
}

/** Runs a demo to its verdicts. One process at a time in a workspace. */
export async function playDemo(story: DemoStory, { options, terminal, signal }: Call): Promise<ExitCode> {
  terminal.say(story.introduction);
  const folder = resolve(String(options.folder));
  await mkdir(folder, { recursive: true });
  const workspace = await openWorkspace(folder);
  const release = await claimWorkspace(workspace);
  try {
    return await playAll(story, workspace, { options, terminal, signal });
  } finally {
    await release();
  }
}

async function playAll(
  story: DemoStory,
  workspace: Workspace,
  { options, terminal, signal }: Pick<Call, 'options' | 'terminal' | 'signal'>,
): Promise<ExitCode> {
  const { table, source, generator, situations } = story;
  const seed = String(options.seed);
  const stage = { title: 'Preparing' };
  const progress = ({ done, total }: { done: number; total?: number }) => terminal.progress(stage.title, done, total);
  const ctx = createContext({ seed, signal, progress });
  const split = await lockHoldout(workspace, {
    table,
    rows: story.holdoutRows,
    seed,
    target: story.plan.target,
    source,
  });
  const fingerprints = await holdoutFingerprints(workspace, split.lock);
  terminal.say(locked(story, split, fingerprints));
  const made = { name: generator.name, version: generator.version };
  const record = await startRun(workspace, {
    name: story.name,
    seed,
    source: source.hash,
    holdout: split.lock.id,
    generator: made,
  });
  try {
    const prepared: Prepared[] = [];
    for (const situation of situations)
      prepared.push(await prepare(story, situation, { split, fingerprints, record, terminal, stage }, ctx));
    const holdout = await openOnce(story, prepared, workspace, split, record, terminal);
    const results: CoverageGapResult[] = [];
    stage.title = 'Training every arm';
    for (const [index, { play }] of prepared.entries()) {
      results.push(await judgeCoverageGap(play, async () => holdout!, forkContext(ctx, `judge:${index}`)));
    }
    const opened = await openings(workspace, split.lock);
    const report = reportOf(story, prepared, results, { seed, source, holdout: split.lock.id, openings: opened });
    await keep(record, report, prepared, results);
    await conclude(report, results, record, opened, terminal);
    return exitCodes.done;
  } finally {
    await record.abandon();
  }
}

function locked({ rowName }: DemoStory, { lock }: LockedSplit, fingerprints: Fingerprints): string {
  const rows = lock.rows.toLocaleString('en-US');
  return (
    `Locked a holdout of ${rows} real ${rowName} before anything is generated (lock ${lock.id.slice(0, 8)}). ` +
    `${fingerprints.size.toLocaleString('en-US')} of them are near-unique: a generated row that equals one would be dropped.`
  );
}

interface Scene {
  readonly split: LockedSplit;
  readonly fingerprints: Fingerprints;
  readonly record: Run;
  readonly terminal: Terminal;
  /** What progress is called. */
  readonly stage: { title: string };
}

async function prepare(
  story: DemoStory,
  situation: Situation,
  { split, fingerprints, record, terminal, stage }: Scene,
  ctx: Context,
): Promise<Prepared> {
  const { plan, generator, learner } = story;
  terminal.say(`\n${situation.name}\n${'-'.repeat(situation.name.length)}`);
  const train = story.subset(split.train, situation, ctx);
  const show = (section: ReportSection) => showSection(section, terminal);
  const own = forkContext(ctx, situation.name);
  const before = (await story.before?.(train, forkContext(own, 'before'))) ?? [];
  for (const section of before) {
    terminal.say(`\n${section.title}`);
    show(section);
  }
  const parts = { plan, train, generator, learner, fingerprints, run: record.id, show };
  const play = await prepareCoverageGap(parts, own, ({ title }, index) => {
    stage.title = title;
    terminal.say(`\n[${index + 1}/${coverageGapStages.length}] ${title}`);
  });
  terminal.clearProgress();
  if (play.stopped) terminal.say(`Stopped: ${play.stopped}`);
  return { ...situation, play, before };
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
  { name }: DemoStory,
  prepared: readonly Prepared[],
  workspace: Workspace,
  split: LockedSplit,
  record: Run,
  terminal: Terminal,
): Promise<Table | null> {
  if (prepared.every(({ play }) => play.stopped)) return null;
  terminal.say('\nEvery choice is made. Opening the holdout, once, for the final evaluation.');
  return openHoldout(workspace, split.lock, {
    reason: `final evaluation of ${name === 'demo' ? 'the demo' : `the demo (${name})`}`,
    run: record.id,
  });
}

function reportOf(
  { title, plan, generator, facts }: DemoStory,
  prepared: readonly Prepared[],
  results: readonly CoverageGapResult[],
  provenance: Report['provenance'],
): Report {
  return {
    title,
    question: plan.gap,
    verdicts: prepared.map(({ name }, i) => ({ title: name, verdict: results[i].verdict })),
    sections: results.flatMap(({ sections }, i) =>
      [...prepared[i].before, ...sections].map((section) => ({
        ...section,
        title: `${prepared[i].short}: ${section.title}`,
      })),
    ),
    provenance: { ...provenance, generator: `${generator.name} ${generator.version}`, ...facts },
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
