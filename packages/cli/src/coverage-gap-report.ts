import type { Json } from '@verisim/core';
import type { CoverageGapResult, PreparedCoverageGap, ProjectEvidence } from '@verisim/plays';
import type { Report, ReportSection } from '@verisim/report';
import { type Run, recordDataset, versionOf } from '@verisim/workspace';
import type { CoverageGapOrder } from './coverage-gap-order.ts';
import { openingsOf } from './locked-holdout.ts';
import { NOT_TESTED } from './not-tested.ts';

/** A play that came to its end, and what the ledger says of its rows. */
export interface FinishedCoverageGap {
  readonly prepared: PreparedCoverageGap;
  readonly result: CoverageGapResult;
  readonly evidence: ProjectEvidence;
}

/** The report of a play: equal calls on equal ledgers give equal bytes. */
export async function coverageGapReport(
  order: CoverageGapOrder,
  { prepared, result, evidence }: FinishedCoverageGap,
): Promise<Report> {
  const { reviewedVerdict } = await import('@verisim/plays');
  const { plan, training } = order;
  const { workspace, lock } = training.locked;
  const [gap, ...rest] = result.sections;
  const before = await beforeOf(order);
  const stale = await staleSweep(order, prepared);
  return {
    title: 'Does filling the gap with synthetic rows help?',
    question: plan.gap,
    ...(plan.requirement !== undefined && { requirement: `${plan.metric} ${plan.requirement}` }),
    verdicts: [{ title: 'Real + synthetic against real alone', verdict: reviewedVerdict(result.verdict, evidence) }],
    sections: [gap, ...before, ...rest, ...(prepared.release ? evidence.sections : []), ...stale],
    openings: await openingsOf(workspace, lock.id),
    notTested: NOT_TESTED,
    provenance: provenanceOf(order, prepared),
  };
}

function provenanceOf({ plan, training, sweep, seed, baseline }: CoverageGapOrder, prepared: PreparedCoverageGap) {
  const { name, version } = sweep.found.generator;
  return {
    seed,
    target: plan.target,
    where: plan.where as unknown as Json,
    metric: plan.metric,
    threshold: plan.threshold,
    generator: `${name} ${version}`,
    options: sweep.settings,
    ratios: plan.ratios,
    folds: plan.folds,
    seeds: plan.seeds,
    ratio: prepared.ratio ?? null,
    baseline: baseline?.run ?? null,
    force: plan.force,
    file: training.report.file,
    hash: training.report.hash,
    holdout: training.locked.lock.id,
  };
}

async function beforeOf({ plan, baseline }: CoverageGapOrder): Promise<readonly ReportSection[]> {
  if (baseline === null) return [];
  const { beforeSection } = await import('@verisim/plays');
  return [beforeSection(plan, baseline)];
}

/** What is said of the last sweep that was run by itself, when it does not hold for this play. */
async function staleSweep(
  { training, plan }: CoverageGapOrder,
  { work }: PreparedCoverageGap,
): Promise<ReportSection[]> {
  const { latestSweep, staleSentence, sweepKey, whyStale } = await import('@verisim/plays');
  const { workspace, lock } = training.locked;
  const kept = await latestSweep(workspace, lock.id, plan.target);
  if (kept === null || !work) return [];
  const reasons = whyStale(kept.key, sweepKey({ ...work.request, train: training.table }));
  if (reasons.length === 0) return [];
  const finding = { rule: 'stale-sweep', level: 'warning', message: staleSentence(kept.place, reasons) } as const;
  return [{ title: 'An older sweep', text: ['This play swept the ratio itself.'], findings: [finding] }];
}

/** Writes everything that a play leaves, and puts its data sets on record with their parents. */
export async function keepCoverageGap(
  order: CoverageGapOrder,
  record: Run,
  { prepared }: FinishedCoverageGap,
  report: Report,
): Promise<void> {
  const { keepSweep, sweepKey } = await import('@verisim/plays');
  const { renderHtml, renderJson, renderMarkdown } = await import('@verisim/report');
  await record.writeText('report.html', await renderHtml(report));
  await record.writeText('report.json', renderJson(report));
  await record.writeText('report.md', renderMarkdown(report));
  const { sweep, work } = prepared;
  if (sweep && work) await keepSweep(record, sweepKey({ ...work.request, train: order.training.table }), sweep);
  await keepRows(order, record, prepared);
}

async function keepRows({ training }: CoverageGapOrder, record: Run, prepared: PreparedCoverageGap): Promise<void> {
  const { blendedRows } = await import('@verisim/plays');
  const { workspace, lock } = training.locked;
  const blended = blendedRows(prepared);
  if (blended === null) return;
  await record.writeTable('data.parquet', blended.table);
  await record.writeTable('lineage.parquet', blended.lineage);
  const parent = await versionOf(workspace, { role: 'train', split: lock.id });
  const file = (name: string) => workspace.path('runs', record.place, name);
  const labels = { run: record.place };
  const made = { tables: { data: prepared.release!.tracked }, parent };
  const synthetic = await recordDataset(workspace, made, { ...labels, role: 'synthetic', file: file(SYNTHETIC) });
  const parents = parent === null ? synthetic : [parent, synthetic];
  await recordDataset(
    workspace,
    { tables: { data: blended }, parent: parents },
    {
      ...labels,
      role: 'blend',
      file: file('data.parquet'),
    },
  );
}

/** The rows that fill the gap, as a file for people to look at. */
export const SYNTHETIC = 'synthetic.csv';
