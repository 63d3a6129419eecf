import { readdir, rm } from 'node:fs/promises';
import { createContext, type Json, realLineage, trackedTable } from '@verisim/core';
import type {
  CoverageGapParts,
  CoverageGapPlan,
  CoverageGapResult,
  PreparedCoverageGap,
  UnitJournal,
} from '@verisim/plays';
import type { Report } from '@verisim/report';
import { holdoutFingerprints, listRuns, openHoldout, type Run, startRun, type Workspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { noBaseline } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { loadGenerator } from '../generators.ts';
import { liftTerms } from '../lift-terms.ts';
import { openingsOf } from '../locked-holdout.ts';
import { type LockedTraining, lockedTraining } from '../locked-training.ts';
import { NOT_TESTED } from '../not-tested.ts';
import { playProgress } from '../play-progress.ts';
import { plain } from '../printable.ts';
import { sayTable } from '../say-table.ts';
import { optional, required } from '../settings.ts';
import { type SweepOrder, sweepOrder } from '../sweep-order.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

const NAME = 'play coverage-gap';

/** What the play works on. */
interface Order {
  readonly plan: CoverageGapPlan;
  readonly sweep: SweepOrder;
  readonly training: LockedTraining;
  readonly seed: string;
  /** Checks that failed and that `--force` passes over. */
  readonly forced: readonly string[];
}

/** `verisim play coverage-gap`: from the gap to the verdict. The same command goes on after a kill. */
export async function run(call: Call): Promise<ExitCode> {
  const { terminal } = call;
  const html = htmlOption(call.options);
  const order = await readOrder(call);
  const { locked } = order.training;
  const { rows, source, id } = locked.lock;
  terminal.say(
    plain(`${order.training.table.rows} training rows of ${source.file}; ${rows} rows are locked (${id.slice(0, 8)})`),
  );
  const request = requestOf(order);
  const record = await startRun(locked.workspace, request);
  try {
    const { openUnits } = await import('@verisim/plays');
    await removeOldUnits(locked.workspace, record.place);
    const units = await openUnits(
      locked.workspace.path('units', `${record.place}${UNITS}`),
      request as unknown as Json,
    );
    try {
      if (units.resumed > 0)
        terminal.sayAside(`going on after an interruption: ${units.resumed} finished pieces are kept`);
      const { report, decision } = await play(order, record, units, call);
      await record.finish({ decisions: [decision] });
      await units.remove();
      if (html) await writeReport(report, html);
      await say(report, record, html, terminal);
      return decision === 'use' ? exitCodes.done : exitCodes.attention;
    } finally {
      await units.close();
    }
  } finally {
    await record.abandon();
  }
}

async function readOrder({ arguments: [file], options, project, signal }: Call): Promise<Order> {
  const { makePlan } = await import('@verisim/plays');
  const gap = optional(options, 'gap') ?? project?.config.gap;
  if (gap === undefined)
    required(options, 'gap', NAME, ' (which rows are too few, and why that matters, in one sentence)');
  required(options, 'metric', NAME, ' (what the lift is measured in, said beforehand)');
  required(options, 'threshold', NAME, ' (the smallest lift worth having, said beforehand)');
  const terms = await liftTerms(options);
  const sweep = await sweepOrder(options, NAME);
  const force = options.force === true;
  const given = {
    target: sweep.target,
    where: sweep.where,
    ratios: sweep.ratios,
    folds: sweep.folds,
    seeds: sweep.seeds,
  };
  const plan = makePlan({ gap: gap!, ...given, ...terms, generatorOptions: sweep.settings, force });
  const data = file ?? project?.config.data;
  const training = await lockedTraining(data, sweep.target, { command: NAME, options, signal });
  const forced = await missingBaseline(training, plan);
  return { plan, sweep, training, seed: String(options.seed), forced };
}

/** What is passed over when there is no baseline. Throws `cli/no-baseline` unless forced. */
async function missingBaseline({ locked, report }: LockedTraining, plan: CoverageGapPlan): Promise<readonly string[]> {
  const { latestBaseline } = await import('@verisim/plays');
  if (await latestBaseline(locked.workspace, report.hash, plan.target)) return [];
  if (!plan.force) throw noBaseline('coverage-gap', plan.target);
  return ['No baseline with error analysis was finished on this data.'];
}

/** Everything that decides the bytes of the report. */
function requestOf({ plan, sweep, training, seed, forced }: Order) {
  const { name, version } = sweep.found.generator;
  const request = {
    name: NAME,
    real: training.report.hash,
    holdout: training.locked.lock.id,
    generator: { name, version },
    plan,
    seed,
    forced,
  };
  return request as unknown as { readonly name: string } & { readonly [key: string]: Json };
}

const UNITS = '.verisim-journal';

/** Removes the units of runs that were finished just before a kill. */
async function removeOldUnits(workspace: Workspace, current: string): Promise<void> {
  const whole = new Set((await listRuns(workspace)).filter(({ state }) => state === 'whole').map(({ place }) => place));
  for (const name of await readdir(workspace.path('units')).catch(() => [])) {
    const place = name.slice(0, -UNITS.length);
    if (name.endsWith(UNITS) && place !== current && whole.has(place)) await rm(workspace.path('units', name));
  }
}

async function play(order: Order, record: Run, units: UnitJournal, { terminal, signal }: Call) {
  const { coverageGapStages, judgeCoverageGap, prepareCoverageGap } = await import('@verisim/plays');
  const { workspace, lock } = order.training.locked;
  const parts = await partsOf(order, record, units, terminal);
  const shown = playProgress(order.plan, unitsOf(order.plan), terminal);
  const ctx = createContext({ seed: order.seed, signal, progress: shown.progress });
  const prepared = await prepareCoverageGap(parts, ctx, ({ name, title }, index) => {
    terminal.say(`\n[${index + 1}/${coverageGapStages.length + 1}] ${title}`);
    shown.stage(name);
  });
  const open = () => {
    terminal.say(
      `\n[${coverageGapStages.length + 1}/${coverageGapStages.length + 1}] Every choice is made: judge the lift on the holdout`,
    );
    shown.stage('judge');
    return openHoldout(workspace, lock, { reason: `verisim ${NAME}`, run: record.place, once: true });
  };
  const result = await judgeCoverageGap(prepared, open, ctx);
  terminal.clearProgress();
  const report = await reportOf(order, prepared, result);
  await keep(order, record, prepared, report);
  return { report, decision: result.verdict.decision };
}

/** Models that a sweep trains, for progress alone. */
function unitsOf({ ratios, folds, seeds }: CoverageGapPlan): number {
  return folds * seeds * (1 + 3 * (ratios.length - 1)) + 2 * folds;
}

async function partsOf(
  { plan, sweep, training, forced }: Order,
  record: Run,
  units: UnitJournal,
  terminal: Terminal,
): Promise<CoverageGapParts> {
  const { boostedTrees, logisticRegression } = await import('@verisim/evaluator-utility');
  const { generator } = sweep.found;
  const { workspace, lock } = training.locked;
  return {
    plan,
    train: trackedTable(training.table, realLineage(training.table.rows, lock.source.file)),
    generator,
    learner: boostedTrees(),
    second: logisticRegression,
    ...(generator.name !== 'smote' && { smote: await loadGenerator('smote') }),
    fingerprints: await holdoutFingerprints(workspace, lock),
    run: record.id,
    units,
    forced,
    show: (section) => {
      terminal.clearProgress();
      for (const paragraph of section.text ?? []) terminal.say(plain(`  ${paragraph}`));
      for (const table of section.tables ?? []) sayTable(table, terminal);
      for (const { level, message } of section.findings ?? [])
        if (level !== 'info') terminal.say(plain(`  ${level}: ${message}`));
    },
  };
}

async function reportOf(order: Order, prepared: PreparedCoverageGap, result: CoverageGapResult): Promise<Report> {
  const { plan, training, sweep, seed } = order;
  const { name, version } = sweep.found.generator;
  const { workspace, lock } = training.locked;
  const stale = await staleSweep(order, prepared);
  return {
    title: 'Does filling the gap with synthetic rows help?',
    question: plan.gap,
    ...(plan.requirement !== undefined && { requirement: `${plan.metric} ${plan.requirement}` }),
    verdicts: [{ title: 'Real + synthetic against real alone', verdict: result.verdict }],
    sections: [...result.sections, ...stale],
    openings: await openingsOf(workspace, lock.id),
    notTested: NOT_TESTED,
    provenance: {
      seed,
      target: plan.target,
      where: plan.where as unknown as Json,
      metric: plan.metric,
      threshold: plan.threshold,
      generator: `${name} ${version}`,
      options: sweep.settings,
      ratio: prepared.ratio ?? null,
      force: plan.force,
      file: training.report.file,
      hash: training.report.hash,
      holdout: lock.id,
    },
  };
}

/** What is said of the last sweep that was run by itself, when it does not hold for this play. */
async function staleSweep({ training }: Order, { work }: PreparedCoverageGap) {
  const { latestSweep, staleSentence, sweepKey, whyStale } = await import('@verisim/plays');
  const { workspace, lock } = training.locked;
  const kept = await latestSweep(workspace, lock.id);
  if (kept === null || !work) return [];
  const reasons = whyStale(kept.key, sweepKey({ ...work.request, train: training.table }));
  if (reasons.length === 0) return [];
  const finding = { rule: 'stale-sweep', level: 'warning', message: staleSentence(kept.place, reasons) } as const;
  return [{ title: 'An older sweep', text: ['This play swept the ratio itself.'], findings: [finding] }];
}

async function keep({ training }: Order, record: Run, prepared: PreparedCoverageGap, report: Report): Promise<void> {
  const { blendedRows, keepSweep, sweepKey } = await import('@verisim/plays');
  const { renderHtml, renderJson, renderMarkdown } = await import('@verisim/report');
  await record.writeText('report.html', await renderHtml(report));
  await record.writeText('report.json', renderJson(report));
  await record.writeText('report.md', renderMarkdown(report));
  const { sweep, work } = prepared;
  if (sweep && work) await keepSweep(record, sweepKey({ ...work.request, train: training.table }), sweep);
  const blended = blendedRows(prepared);
  if (blended === null) return;
  await record.writeTable('data.parquet', blended.table);
  await record.writeTable('lineage.parquet', blended.lineage);
}

async function say(
  report: Report,
  { place, folder }: Run,
  html: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const { renderVerdict } = await import('@verisim/report');
  const [{ verdict }] = report.verdicts;
  const openings = report.openings?.length ?? 0;
  if (terminal.json) {
    printJson({ verdict, openings, run: place, folder, provenance: report.provenance });
    return;
  }
  terminal.say(`\n${renderVerdict(verdict, { ...terminal, width: Math.min(terminal.width, 120) })}`);
  if (openings > 1)
    terminal.say(`The holdout has been opened ${openings} times by now: each makes it a little less of a holdout.`);
  terminal.say(`run: ${place} (verisim report ${place})`);
  if (html) terminal.say(`report: ${html}`);
}
