import { createContext, type Json, type Table, withRoles } from '@verisim/core';
import type { DistillPlan, DistillResult } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { holdoutFingerprints, openHoldout, type Run, startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { type DistillSource, distillSource } from '../distill-source.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { LivePlay } from '../live-play.ts';
import { openingsOf } from '../locked-holdout.ts';
import { type LockedTraining, lockedTraining } from '../locked-training.ts';
import { plain } from '../printable.ts';
import { noBaseline } from '../project-errors.ts';
import { saySection } from '../say-section.ts';
import { optional, positiveNumber, required, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

const NAME = 'play distill';

interface Order {
  readonly plan: DistillPlan;
  readonly training: LockedTraining;
  readonly source: DistillSource;
  readonly seed: string;
  /** What `--force` passes over. */
  readonly forced: readonly string[];
}

/** `verisim play distill`: a teacher's answers, in a file or asked for now, kept where it agrees with itself; the student against it on real test rows. */
export async function run(call: Call): Promise<ExitCode> {
  const html = htmlOption(call.options);
  const order = await readOrder(call);
  const { live } = order.source;
  try {
    return await runOrder(call, order, html);
  } catch (error) {
    live?.sayKept();
    throw error;
  } finally {
    await live?.close();
  }
}

async function runOrder(call: Call, order: Order, html: string | undefined): Promise<ExitCode> {
  const { terminal } = call;
  const { source, training } = order;
  const { locked, table } = training;
  terminal.say(
    plain(
      `${table.rows} training rows of ${locked.lock.source.file}; ${locked.lock.rows} rows are locked. ${source.rows} rows ${source.live ? 'for' : 'of'} ${source.name}.`,
    ),
  );
  const record = await startRun(locked.workspace, requestOf(order));
  try {
    const result = await play(order, record, call);
    terminal.clearProgress();
    const report = await reportOf(order, result);
    const { recordForced } = await import('@verisim/plays');
    await recordForced(locked.workspace, { run: record.place, play: 'distill', reasons: order.forced });
    await keep(record, report, result);
    if (html) await writeReport(report, html);
    await say(result, { record, html, live: source.live }, terminal);
    source.live?.sayBill();
    return result.verdict.decision === 'use' ? exitCodes.done : exitCodes.attention;
  } finally {
    await record.abandon();
  }
}

async function readOrder(call: Call): Promise<Order> {
  const {
    arguments: [file],
    options,
    project,
    signal,
  } = call;
  const target = required(options, 'target', NAME);
  const { latestBaseline } = await import('@verisim/plays');
  const plan = await planOf(options, target);
  const training = await lockedTraining(file ?? project?.config.data, target, { command: NAME, options, signal });
  const { workspace } = training.locked;
  const baseline = await latestBaseline(workspace, training.report.hash, target);
  if (baseline === null && options.force !== true)
    throw noBaseline('distill', target, training.locked.lock.source.file);
  const forced = baseline === null ? ['No baseline with error analysis was finished on this data.'] : [];
  const seed = String(options.seed);
  const source = await distillSource(call, { training, target, seed });
  return { plan, training, source, seed, forced };
}

async function planOf(options: Call['options'], target: string): Promise<DistillPlan> {
  const { makeDistillPlan } = await import('@verisim/plays');
  const number = (name: string) => {
    const text = optional(options, name);
    return text === undefined
      ? undefined
      : positiveNumber(text, `--${name === 'leastConfidence' ? 'least-confidence' : name}`);
  };
  const numbers = {
    threshold: number('threshold'),
    requirement: number('requirement'),
    loss: number('loss'),
    agreement: number('agreement'),
    confidence: number('leastConfidence'),
    metric: optional(options, 'metric') as DistillPlan['metric'] | undefined,
    folds: wholeNumber(String(options.folds), '--folds', 2),
    seeds: wholeNumber(String(options.seeds), '--seeds', 1),
  };
  const stated = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
  const licence = {
    licence: optional(options, 'licence') ?? '',
    confirmedBy: optional(options, 'confirmedBy') ?? '',
  };
  return makeDistillPlan({ target, licence, ...stated });
}

/** Everything that decides the bytes of the report. */
function requestOf({ plan, training, source, seed, forced }: Order) {
  const request = {
    name: NAME,
    real: training.report.hash,
    holdout: training.locked.lock.id,
    teacher: source.told,
    plan,
    seed,
    forced,
  };
  return request as unknown as { readonly name: string } & { readonly [key: string]: Json };
}

async function play(
  { plan, training, source, seed }: Order,
  record: Run,
  { terminal, signal }: Call,
): Promise<DistillResult> {
  const { distill, distillStages } = await import('@verisim/plays');
  const { boostedTrees, asClassTarget, learnerFor } = await import('@verisim/evaluator-utility');
  const { workspace, lock } = training.locked;
  const { table: train } = training;
  const answers = source.answers?.(await classesOf(train, plan.target));
  const progress = ({ done, total, note = 'training' }: { done: number; total?: number; note?: string }) =>
    terminal.progress(note, done, total);
  const opening = { reason: `verisim ${NAME}`, run: record.place, once: true };
  const parts = {
    plan,
    train,
    pool: source.pool,
    keys: source.keys,
    teacher: source.teacher,
    ...(answers && { answers }),
    learner: learnerFor(train, plan.target, boostedTrees()),
    fingerprints: await holdoutFingerprints(workspace, lock),
    run: record.id,
    openHoldout: async () =>
      withRoles(asClassTarget(await openHoldout(workspace, lock, opening), plan.target), { [plan.target]: 'target' }),
    show: (section: Report['sections'][number]) => saySection(section, terminal),
  };
  const stages = distillStages.length + 1;
  return distill(
    parts,
    createContext({ seed, signal, progress }),
    ({ title }, index) => terminal.say(`\n[${index + 1}/${stages}] ${title}`),
    () => terminal.say(`\n[${stages}/${stages}] Every choice is made: student and teacher on the holdout`),
  );
}

async function classesOf(train: Table, target: string): Promise<readonly string[]> {
  const { orderedClasses } = await import('@verisim/plays');
  return orderedClasses(train, target).classes;
}

async function reportOf({ plan, training, source, seed, forced }: Order, result: DistillResult): Promise<Report> {
  const { workspace, lock } = training.locked;
  const passed = forced.map((message) => ({ rule: 'forced', level: 'warning', message }) as const);
  return {
    title: 'Is the student good enough?',
    question: `Does a student that learns from the answers of ${source.name} predict ${plan.target} better than one without them, and how far behind the teacher is it?`,
    ...(plan.requirement !== undefined && { requirement: `${plan.metric} ${plan.requirement}` }),
    verdicts: [{ title: 'Student', verdict: result.verdict }],
    sections: [
      ...result.sections,
      ...(passed.length > 0 ? [{ title: 'Passed over by --force', findings: passed }] : []),
    ],
    openings: await openingsOf(workspace, lock.id),
    notTested: [
      'Whether the pool is like the training part: the residual error was measured on the latter.',
      'Whether the licence allows what was confirmed: a person said so.',
    ],
    provenance: {
      seed,
      target: plan.target,
      metric: plan.metric,
      threshold: plan.threshold,
      loss: plan.loss,
      agreement: plan.agreement,
      licence: plan.licence.licence,
      confirmedBy: plan.licence.confirmedBy,
      teacher: source.name,
      teacherHash: source.hash,
      file: training.report.file,
      hash: training.report.hash,
      holdout: lock.id,
    },
  };
}

async function keep(record: Run, report: Report, { verdict, labelled }: DistillResult): Promise<void> {
  const { renderHtml, renderJson, renderMarkdown } = await import('@verisim/report');
  await record.writeText('report.html', await renderHtml(report));
  await record.writeText('report.json', renderJson(report));
  await record.writeText('report.md', renderMarkdown(report));
  if (labelled !== null && labelled.table.rows > 0) {
    await record.writeTable('data.csv', labelled.table);
    await record.writeTable('lineage.parquet', labelled.lineage);
  }
  await record.finish({ decisions: [verdict.decision] });
}

async function say(
  result: DistillResult,
  { record, html, live }: { readonly record: Run; readonly html: string | undefined; readonly live: LivePlay | null },
  terminal: Terminal,
): Promise<void> {
  const { verdict, errors, against, sensitivity } = result;
  if (terminal.json) {
    const { kept, ...rest } = result.yield ?? { kept: [] };
    const noise = errors && { all: figures(errors.all), kept: figures(errors.kept), biases: errors.biases.biases };
    const found = {
      verdict,
      yield: { ...rest, kept: kept.length },
      errors: noise,
      against,
      curve: sensitivity?.points ?? [],
    };
    printJson({ ...found, run: record.place, folder: record.folder, ...(live && { bill: live.bill() }) });
    return;
  }
  const { renderVerdict } = await import('@verisim/report');
  for (const section of result.sections.slice(-1)) saySection(section, terminal);
  terminal.say(`\n${renderVerdict(verdict, { ...terminal, width: Math.min(terminal.width, 120) })}`);
  terminal.say(`run: ${record.place} (verisim report ${record.place})`);
  if (html) terminal.say(`report: ${html}`);
}

function figures({
  rows,
  wrong,
  rate,
  low,
  high,
}: {
  rows: number;
  wrong: number;
  rate: number;
  low: number;
  high: number;
}) {
  return { rows, wrong, rate, low, high };
}
