import { type Json, type Table, takeRows } from '@verisim/core';
import { readTable } from '@verisim/io';
import type { Teacher, TeacherFile, TeacherLabels } from '@verisim/plays';
import type { Call } from './call.ts';
import { missingOption, poolNeedsTeacher } from './errors.ts';
import { findGenerator } from './generators.ts';
import type { LivePlay } from './live-play.ts';
import type { LockedTraining } from './locked-training.ts';
import { readLike, readOptionsOf } from './read-options.ts';
import { optional, required, settingsOf } from './settings.ts';
import type { Terminal } from './terminal.ts';

const NAME = 'play distill';

/** Who teaches, and the rows to be learned from. */
export interface DistillSource {
  /** As reports name the teacher. */
  readonly name: string;
  /** Of the file. */
  readonly hash: string;
  /** Everything about it that decides the report. */
  readonly told: Json;
  /** Rows of the file. */
  readonly rows: number;
  /** Those that the training part does not hold. */
  readonly pool: Table;
  readonly keys: readonly string[];
  readonly teacher: Teacher;
  /** Its answers to the pool where a file has them. */
  answers?(classes: readonly string[]): TeacherLabels;
  /** Of a teacher that is asked now. */
  readonly live: LivePlay | null;
}

/** What a source is read with. */
export interface SourceRequest {
  readonly training: LockedTraining;
  readonly target: string;
  readonly seed: string;
}

/** The answers of a teacher in a file (`--teacher`), else rows (`--pool`) and a language model to label them. Throws `cli/missing-option`, `cli/pool-needs-teacher`, and what opening an endpoint throws. */
export async function distillSource(call: Call, request: SourceRequest): Promise<DistillSource> {
  const pool = optional(call.options, 'pool');
  if (pool !== undefined) return liveSource(pool, call, request);
  const path = required(
    call.options,
    'teacher',
    NAME,
    " (a file of the teacher's answers: the rows it was asked about, and a column per answer), or --pool with -g llm",
  );
  return fileSource(path, call, request);
}

async function fileSource(
  path: string,
  { options, signal }: Call,
  { training, target }: SourceRequest,
): Promise<DistillSource> {
  const samples = namesOf(options.samples);
  if (samples.length === 0)
    throw missingOption('--samples (the columns that hold an answer each: first,second,third)', NAME);
  const confidence = optional(options, 'confidence');
  const settings = readOptionsOf(options);
  const { items, report } = await readItems(path, { options, signal }, training.table, target);
  const answerKinds = Object.fromEntries(samples.map((name) => [name, 'category' as const]));
  const kinds = {
    ...settings.kinds,
    ...answerKinds,
    ...(confidence !== undefined && { [confidence]: 'number' as const }),
  };
  const { table: answers } = await readTable(path, { ...settings, kinds, signal });
  const { answersOf, fileTeacher, itemsOutside } = await import('@verisim/plays');
  const keys = await keysOf(options, training.table, target);
  const named = { name: report.file, items, answers, samples, keys };
  const file: TeacherFile = { ...named, ...(confidence !== undefined && { confidence }) };
  const outside = itemsOutside(file, training.table);
  const told = { file: file.name, hash: report.hash, samples, confidence: confidence ?? null, keys };
  return {
    name: file.name,
    hash: report.hash,
    told,
    rows: items.rows,
    pool: takeRows(items, outside),
    keys,
    teacher: fileTeacher(file),
    answers: (classes) => takeAnswers(answersOf(file, classes), outside),
    live: null,
  };
}

async function liveSource(path: string, call: Call, request: SourceRequest): Promise<DistillSource> {
  const { options, signal, terminal } = call;
  const { training, target, seed } = request;
  const { table } = training;
  const found = await findGenerator(String(options.generator), options.plugins);
  if (!found.live) throw poolNeedsTeacher(found.generator.name);
  const { items, report } = await readItems(path, { options, signal }, table, target);
  const { itemsOutside } = await import('@verisim/plays');
  const keys = await keysOf(options, table, target);
  const pool = takeRows(items, itemsOutside({ items, keys }, table));
  const live = await openTeacher(options, training, target, terminal);
  try {
    const { liveTeacher, taughtText } = await import('./live-teacher.ts');
    const { textFeatures } = await import('@verisim/evaluator-utility');
    const text = taughtText(live.options, textFeatures(table.spec, target));
    // The pool, the training part to know how often the teacher errs, and the test rows to hold the student against it.
    const rows = pool.rows + table.rows + training.locked.lock.rows;
    const { version } = live.generator;
    return {
      name: live.options.model,
      hash: report.hash,
      told: {
        pool: report.file,
        hash: report.hash,
        generator: { name: 'llm', version, options: live.told },
        keys,
        text,
      },
      rows: items.rows,
      pool,
      keys,
      teacher: liveTeacher(live, { seed, signal, text, rows }),
      live,
    };
  } catch (error) {
    await live.close();
    throw error;
  }
}

async function openTeacher(
  options: Call['options'],
  training: LockedTraining,
  target: string,
  terminal: Terminal,
): Promise<LivePlay> {
  const { openLivePlay } = await import('./live-play.ts');
  return openLivePlay({ play: 'distill', settings: settingsOf(options.set), training, target }, terminal);
}

async function readItems(
  path: string,
  { options, signal }: Pick<Call, 'options' | 'signal'>,
  train: Table,
  target: string,
) {
  const like = { columns: train.spec.columns.filter(({ name }) => name !== target) };
  const { table: items, report } = await readTable(path, { ...readLike(like, readOptionsOf(options)), signal });
  return { items, report };
}

async function keysOf(options: Call['options'], train: Table, target: string): Promise<readonly string[]> {
  const { featureNames } = await import('@verisim/evaluator-utility');
  const key = optional(options, 'key');
  return key === undefined ? featureNames(train.spec, target) : [key];
}

function namesOf(given: unknown): readonly string[] {
  const words = Array.isArray(given) ? (given as string[]) : [];
  return [...new Set(words.flatMap((word) => word.split(',').map((name) => name.trim())))].filter(
    (name) => name !== '',
  );
}

function takeAnswers({ samples, confidence }: TeacherLabels, rows: Int32Array): TeacherLabels {
  return {
    samples: samples.map((sample) => rows.map((row) => sample[row])),
    confidence: confidence && Float64Array.from(rows, (row) => confidence[row]),
  };
}
