import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createContext, type Json, realLineage, sha256, tableHash, toHex, trackedTable } from '@verisim/core';
import type {
  CoverageGapParts,
  CoverageGapPlan,
  PreparedCoverageGap,
  ProjectEvidence,
  UnitJournal,
} from '@verisim/plays';
import type { Report, ReportSection } from '@verisim/report';
import { holdoutFingerprints, listRuns, openHoldout, type Run, startRun, type Workspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { COVERAGE_GAP, type CoverageGapOrder, coverageGapOrder, requestOf } from '../coverage-gap-order.ts';
import { coverageGapReport, keepCoverageGap, SYNTHETIC } from '../coverage-gap-report.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { loadGenerator } from '../generators.ts';
import type { LivePlay } from '../live-play.ts';
import { playProgress } from '../play-progress.ts';
import { plain } from '../printable.ts';
import { sayTable } from '../say-table.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim play coverage-gap`: from the gap to the verdict. The same command goes on after a kill, and after a review. */
export async function run(call: Call): Promise<ExitCode> {
  const { terminal } = call;
  const html = htmlOption(call.options);
  const asked = await coverageGapOrder(call);
  const live = await liveOf(asked, terminal);
  try {
    return await runOrder(call, live === null ? asked : liveOrder(asked, live), { html, live });
  } catch (error) {
    live?.sayKept();
    throw error;
  } finally {
    await live?.close();
  }
}

/** The endpoint of a generator that asks one. */
async function liveOf({ sweep, training }: CoverageGapOrder, terminal: Terminal): Promise<LivePlay | null> {
  if (!sweep.found.live) return null;
  const { openLivePlay } = await import('../live-play.ts');
  return openLivePlay({ play: 'coverage-gap', settings: sweep.settings, training, target: sweep.target }, terminal);
}

/** Rows of the small batch of a generator that costs money: enough to look at, and to say what all will cost. */
const LIVE_BATCH = 60;

function liveOrder(order: CoverageGapOrder, { generator, told }: LivePlay): CoverageGapOrder {
  const { sweep, plan } = order;
  return {
    ...order,
    sweep: { ...sweep, found: { ...sweep.found, generator }, settings: told },
    plan: { ...plan, generatorOptions: told, batchRows: Math.min(plan.batchRows, LIVE_BATCH) },
  };
}

async function runOrder(
  call: Call,
  order: CoverageGapOrder,
  { html, live }: Pick<Underway, 'html' | 'live'>,
): Promise<ExitCode> {
  const { terminal } = call;
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
    const units = await openUnits(locked.workspace.path('units', `${record.place}${UNITS}`), request);
    try {
      if (units.resumed > 0)
        terminal.sayAside(`going on after an interruption: ${units.resumed} finished pieces are kept`);
      return await play({ call, order, record, units, html, live });
    } finally {
      await units.close();
    }
  } finally {
    await record.abandon();
  }
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

/** A play under way. */
interface Underway {
  readonly call: Call;
  readonly order: CoverageGapOrder;
  readonly record: Run;
  readonly units: UnitJournal;
  readonly html: string | undefined;
  readonly live: LivePlay | null;
}

async function play(underway: Underway): Promise<ExitCode> {
  const { call, order, record, units, html, live } = underway;
  const { terminal, signal, options } = call;
  const { coverageGapStages, judgeCoverageGap, prepareCoverageGap, projectEvidence, recordForced, rowsToDraw } =
    await import('@verisim/plays');
  const { workspace } = order.training.locked;
  const shown = playProgress(order.plan, unitsOf(order.plan), terminal);
  const steps = coverageGapStages.length + 1;
  const begin = (step: number, name: string, title: string) => {
    terminal.say(`\n[${step}/${steps}] ${title}`);
    shown.stage(name);
  };
  const ctx = createContext({ seed: order.seed, signal, progress: shown.progress });
  const parts = await partsOf(underway);
  const prepared = await prepareCoverageGap(parts, ctx, ({ name, title }, i, { gapRows = 0 }) => {
    live?.quiet();
    if (AFTER_BATCH === name)
      live?.sayEstimate(rowsToDraw(order.plan, parts.train.table.rows, gapRows) / order.plan.batchRows);
    begin(i + 1, name, title);
  });
  if (order.plan.force)
    await recordForced(workspace, { run: record.place, play: 'coverage-gap', reasons: prepared.forced });
  const hashes = await keepSynthetic(record, prepared);
  if (options.review && prepared.release && !(await reviewed(underway, hashes))) return exitCodes.attention;
  const result = await judgeCoverageGap(prepared, () => openNow(underway, begin, steps), ctx);
  terminal.clearProgress();
  const signed = { baseline: order.baseline?.run ?? null, ratio: record.place, play: record.place };
  const { decision } = result.verdict;
  const evidence = await projectEvidence(workspace, { hashes, signed, decision });
  const finished = { prepared, result, evidence };
  const report = await coverageGapReport(order, finished);
  await keepCoverageGap(order, record, finished, report);
  await record.finish({ decisions: [decision] });
  await units.remove();
  if (html) await writeReport(report, html);
  await say(report, underway, { prepared, evidence });
  live?.sayBill();
  return decision === 'use' && evidence.stops.length === 0 ? exitCodes.done : exitCodes.attention;
}

/** The stage that begins when the small batch has shown what a row costs. */
const AFTER_BATCH = 'fidelity';

/** Models that a sweep trains, for progress alone. */
function unitsOf({ ratios, folds, seeds }: CoverageGapPlan): number {
  return folds * seeds * (1 + 3 * (ratios.length - 1)) + 2 * folds;
}

async function partsOf({ order, record, units, call: { terminal } }: Underway): Promise<CoverageGapParts> {
  const { plan, sweep, training, forced, production } = order;
  const { boostedTrees, learnerFor, secondLearnerFor, textFeatures } = await import('@verisim/evaluator-utility');
  const texts = textFeatures(training.table.spec, plan.target).length > 0;
  const { generator } = sweep.found;
  const { workspace, lock } = training.locked;
  return {
    plan,
    train: trackedTable(training.table, realLineage(training.table.rows, lock.source.file)),
    generator,
    learner: learnerFor(training.table, plan.target, boostedTrees()),
    second: secondLearnerFor(training.table, plan.target),
    ...(generator.name !== 'smote' && !texts && { smote: await loadGenerator('smote') }),
    fingerprints: await holdoutFingerprints(workspace, lock),
    run: record.id,
    units,
    forced,
    production,
    show: (section) => saySection(section, terminal),
  };
}

function saySection({ text, tables, findings }: ReportSection, terminal: Terminal): void {
  terminal.clearProgress();
  for (const paragraph of text ?? []) terminal.say(plain(`  ${paragraph}`));
  for (const table of tables ?? []) sayTable(table, terminal);
  for (const { level, message } of findings ?? []) if (level !== 'info') terminal.say(plain(`  ${level}: ${message}`));
}

/** Writes the rows that fill the gap where people can look at them; returns the hashes that a review of them goes by. */
async function keepSynthetic(record: Run, { release }: PreparedCoverageGap): Promise<readonly string[]> {
  if (!release) return [];
  const { table } = release.tracked;
  await record.writeTable(SYNTHETIC, table);
  const bytes = await readFile(join(record.folder, SYNTHETIC));
  return [tableHash(table), toHex(sha256(bytes))];
}

/** Whether the rows were reviewed; else says how, and the run waits with the holdout closed. */
async function reviewed({ call, order, record }: Underway, hashes: readonly string[]): Promise<boolean> {
  const { terminal } = call;
  const { locked } = order.training;
  const { reviewsOf } = await import('@verisim/plays');
  const { stops } = await reviewsOf(locked.workspace, hashes);
  if (stops.length === 0) return true;
  terminal.clearProgress();
  const file = relative('.', locked.workspace.path('runs', record.place, SYNTHETIC));
  if (terminal.json) {
    printJson({ waiting: 'review', stops, synthetic: file, training: locked.training, run: record.place });
    return false;
  }
  for (const { message } of stops) terminal.say(`\n${plain(message)}`);
  const command = `verisim review ${file} --real ${locked.training} --target ${order.plan.target} --by NAME`;
  terminal.say(
    `\nThe holdout stays closed until then. Review the rows:\n  ${plain(command)}\nThen give this command again: it goes on from here.`,
  );
  return false;
}

function openNow(
  { order, record }: Underway,
  begin: (step: number, name: string, title: string) => void,
  step: number,
) {
  const { workspace, lock } = order.training.locked;
  begin(step, 'judge', 'Every choice is made: judge the lift on the holdout');
  return openHoldout(workspace, lock, { reason: `verisim ${COVERAGE_GAP}`, run: record.place, once: true });
}

async function say(
  report: Report,
  { record: { place, folder }, html, live, call: { terminal } }: Underway,
  { prepared, evidence }: { readonly prepared: PreparedCoverageGap; readonly evidence: ProjectEvidence },
): Promise<void> {
  const { renderVerdict } = await import('@verisim/report');
  const [{ verdict }] = report.verdicts;
  const openings = report.openings?.length ?? 0;
  if (terminal.json) {
    const { forced } = prepared;
    const { checks, stops } = evidence;
    const made = { run: place, folder, provenance: report.provenance as Json };
    printJson({ verdict, stops, checks, forced, openings, ...made, ...(live && { bill: live.bill() }) });
    return;
  }
  const stale = report.sections.flatMap(({ findings = [] }) => findings.filter(({ rule }) => rule === 'stale-sweep'));
  for (const { message } of stale) terminal.say(`\n${plain(message)}`);
  terminal.say(`\n${renderVerdict(verdict, { ...terminal, width: Math.min(terminal.width, 120) })}`);
  if (prepared.forced.length > 0) terminal.say(plain(`passed over by --force: ${prepared.forced.join(' ')}`));
  if (openings > 1)
    terminal.say(`The holdout has been opened ${openings} times by now: each makes it a little less of a holdout.`);
  terminal.say(`run: ${place} (verisim report ${place})`);
  if (html) terminal.say(`report: ${html}`);
}
