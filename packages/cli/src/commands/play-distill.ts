import { createContext, type Json, type Table, takeRows, withRoles } from '@verisim/core';
import { readTable } from '@verisim/io';
import type { DistillPlan, DistillResult, TeacherFile, TeacherLabels } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { holdoutFingerprints, openHoldout, type Run, startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { openingsOf } from '../locked-holdout.ts';
import { type LockedTraining, lockedTraining } from '../locked-training.ts';
import { plain } from '../printable.ts';
import { noBaseline } from '../project-errors.ts';
import { readLike, readOptionsOf } from '../read-options.ts';
import { saySection } from '../say-section.ts';
import { optional, positiveNumber, required, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

const NAME = 'play distill';

interface Order {
  readonly plan: DistillPlan;
  readonly training: LockedTraining;
  readonly file: TeacherFile;
  readonly fileHash: string;
  readonly seed: string;
  /** What `--force` passes over. */
  readonly forced: readonly string[];
}

/** `verisim play distill`: a teacher's answers in a file, kept where it agrees with itself; the student against it on real test rows. */
export async function run(call: Call): Promise<ExitCode> {
  const { terminal, options } = call;
  const html = htmlOption(options);
  const order = await readOrder(call);
  const { locked, table } = order.training;
  terminal.say(
    plain(
      `${table.rows} training rows of ${locked.lock.source.file}; ${locked.lock.rows} rows are locked. ${order.file.items.rows} rows of ${order.file.name}.`,
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
    await say(result, { record, html }, terminal);
    return result.verdict.decision === 'use' ? exitCodes.done : exitCodes.attention;
  } finally {
    await record.abandon();
  }
}

async function readOrder({ arguments: [file], options, project, signal }: Call): Promise<Order> {
  const target = required(options, 'target', NAME);
  const teacher = required(
    options,
    'teacher',
    NAME,
    " (a file of the teacher's answers: the rows it was asked about, and a column per answer)",
  );
  const { latestBaseline } = await import('@verisim/plays');
  const plan = await planOf(options, target);
  const training = await lockedTraining(file ?? project?.config.data, target, { command: NAME, options, signal });
  const { workspace } = training.locked;
  const baseline = await latestBaseline(workspace, training.report.hash, target);
  if (baseline === null && options.force !== true)
    throw noBaseline('distill', target, training.locked.lock.source.file);
  const forced = baseline === null ? ['No baseline with error analysis was finished on this data.'] : [];
  const read = await readTeacher(teacher, training.table, { options, target, signal });
  return { plan, training, ...read, seed: String(options.seed), forced };
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

async function readTeacher(
  path: string,
  train: Table,
  {
    options,
    target,
    signal,
  }: { readonly options: Call['options']; readonly target: string; readonly signal: AbortSignal },
): Promise<Pick<Order, 'file' | 'fileHash'>> {
  const samples = namesOf(options.samples);
  if (samples.length === 0)
    throw missingOption('--samples (the columns that hold an answer each: first,second,third)', NAME);
  const confidence = optional(options, 'confidence');
  const settings = readOptionsOf(options);
  const like = { columns: train.spec.columns.filter(({ name }) => name !== target) };
  const { table: items, report } = await readTable(path, { ...readLike(like, settings), signal });
  const answerKinds = Object.fromEntries(samples.map((name) => [name, 'category' as const]));
  const kinds = {
    ...settings.kinds,
    ...answerKinds,
    ...(confidence !== undefined && { [confidence]: 'number' as const }),
  };
  const { table: answers } = await readTable(path, { ...settings, kinds, signal });
  const { featureNames } = await import('@verisim/evaluator-utility');
  const key = optional(options, 'key');
  const file = {
    name: report.file,
    items,
    answers,
    samples,
    keys: key === undefined ? featureNames(train.spec, target) : [key],
  };
  return { file: { ...file, ...(confidence !== undefined && { confidence }) }, fileHash: report.hash };
}

function namesOf(given: unknown): readonly string[] {
  const words = Array.isArray(given) ? (given as string[]) : [];
  return [...new Set(words.flatMap((word) => word.split(',').map((name) => name.trim())))].filter(
    (name) => name !== '',
  );
}

/** Everything that decides the bytes of the report. */
function requestOf({ plan, training, file, fileHash, seed, forced }: Order) {
  const { samples, confidence = null, keys } = file;
  const request = {
    name: NAME,
    real: training.report.hash,
    holdout: training.locked.lock.id,
    teacher: { file: file.name, hash: fileHash, samples, confidence, keys },
    plan,
    seed,
    forced,
  };
  return request as unknown as { readonly name: string } & { readonly [key: string]: Json };
}

async function play(
  { plan, training, file, seed }: Order,
  record: Run,
  { terminal, signal }: Call,
): Promise<DistillResult> {
  const { answersOf, distill, distillStages, fileTeacher, itemsOutside } = await import('@verisim/plays');
  const { boostedTrees, asClassTarget, learnerFor } = await import('@verisim/evaluator-utility');
  const { workspace, lock } = training.locked;
  const { table: train } = training;
  const classes = classesOf(train, plan.target);
  const outside = itemsOutside(file, train);
  const progress = ({ done, total, note = 'training' }: { done: number; total?: number; note?: string }) =>
    terminal.progress(note, done, total);
  const opening = { reason: `verisim ${NAME}`, run: record.place, once: true };
  const parts = {
    plan,
    train,
    pool: takeRows(file.items, outside),
    keys: file.keys,
    teacher: fileTeacher(file),
    answers: takeAnswers(answersOf(file, await classes), outside),
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

function takeAnswers({ samples, confidence }: TeacherLabels, rows: Int32Array): TeacherLabels {
  return {
    samples: samples.map((sample) => rows.map((row) => sample[row])),
    confidence: confidence && Float64Array.from(rows, (row) => confidence[row]),
  };
}

async function reportOf(
  { plan, training, file, fileHash, seed, forced }: Order,
  result: DistillResult,
): Promise<Report> {
  const { workspace, lock } = training.locked;
  const passed = forced.map((message) => ({ rule: 'forced', level: 'warning', message }) as const);
  return {
    title: 'Is the student good enough?',
    question: `Does a student that learns from the answers of ${file.name} predict ${plan.target} better than one without them, and how far behind the teacher is it?`,
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
      teacher: file.name,
      teacherHash: fileHash,
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
  { record, html }: { readonly record: Run; readonly html: string | undefined },
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
    printJson({ ...found, run: record.place, folder: record.folder });
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
