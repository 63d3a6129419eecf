import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Condition,
  type Context,
  createContext,
  fit,
  type Generator,
  type Json,
  type Model,
  resolveConditions,
  resolveOptions,
  type Table,
  withTarget,
} from '@verisim/core';
import { checkWritable, readTable, writeTable } from '@verisim/io';
import { type CheckedDraw, drawChecked, parseWhere } from '@verisim/plays';
import type { Call } from '../call.ts';
import { missingOption, needsOutput, overwritesInput } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { generatorModule, loadGenerator } from '../generators.ts';
import { sayChanges } from '../read-inputs.ts';
import { optional, settingsOf, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';

interface Order {
  readonly generator: Generator<unknown, 'data'>;
  readonly settings: Readonly<Record<string, Json>>;
  readonly rows: number | null;
  readonly where: readonly Condition[];
  readonly workers: number;
  readonly output: string | undefined;
  readonly lineage: string | undefined;
}

/** `verisim generate`: fits a generator to a file and samples rows that pass every check. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  const order = await readOrder(options, terminal);
  if (file === undefined) throw missingOption('a file to learn from', 'generate');
  if (order.lineage !== undefined && order.output !== undefined && resolve(order.lineage) === resolve(order.output)) {
    throw overwritesInput(order.lineage);
  }
  for (const written of [order.output, order.lineage]) {
    if (written === undefined) continue;
    if (resolve(written) === resolve(file)) throw overwritesInput(written);
    await checkWritable(written);
  }
  const read = await readTable(file, { signal });
  if (order.output !== undefined) sayChanges([read.report], terminal);
  const target = optional(options, 'target');
  const train = target === undefined ? read.table : withTarget(read.table, target);
  resolveConditions(train.spec, order.where);
  const notes: Record<string, Json> = {};
  const ctx = createContext({
    seed: String(options.seed),
    signal,
    note: (key, value) => {
      notes[key] = value;
    },
    progress: ({ done, total, note }) => terminal.progress(note ?? 'generating', done, total),
  });
  const model = await fit(order.generator, train, order.settings, ctx);
  const rows = order.rows ?? train.rows;
  const run = `${read.report.hash.slice(0, 8)}-${options.seed}`;
  const drawn = await draw(order, { generator: order.generator, model, train, run }, rows, ctx);
  terminal.clearProgress();
  await writeRows(order, drawn, signal);
  const summary = summarise(order, drawn, {
    file: read.report.file,
    hash: read.report.hash,
    seed: String(options.seed),
    notes,
  });
  if (terminal.json) printJson(summary);
  else sayDone(order.output, drawn, notes, order.output === undefined ? sayAside : terminal.say);
  return drawn.shortfall > 0 ? exitCodes.attention : exitCodes.done;
}

async function readOrder(options: Call['options'], terminal: Terminal): Promise<Order> {
  const generator = await loadGenerator(String(options.generator));
  const settings = settingsOf(options.set);
  resolveOptions(generator, settings);
  const output = optional(options, 'output');
  if (terminal.json && output === undefined) throw needsOutput();
  const rows = optional(options, 'rows');
  const condition = optional(options, 'where');
  return {
    generator,
    settings,
    rows: rows === undefined ? null : wholeNumber(rows, '-n', 1),
    where: condition === undefined ? [] : parseWhere(condition),
    workers: wholeNumber(String(options.workers), '--workers', 1),
    output,
    lineage: optional(options, 'lineage'),
  };
}

type Source = { generator: Generator<unknown, 'data'>; model: Model; train: Table; run: string };

async function draw(order: Order, source: Source, rows: number, ctx: Context): Promise<CheckedDraw> {
  const { where } = order;
  const blocks = Math.ceil(rows / order.generator.traits.blockRows);
  // The rows do not depend on the number of threads, so no more are started than there is work or room for.
  const workers = Math.min(order.workers, blocks, 2 * availableParallelism());
  if (workers === 1) return drawChecked(source, { rows, where }, ctx);
  const { createSamplingPool, pluginUrl } = await import('@verisim/workers');
  const { name } = order.generator;
  const plugin = { module: pluginUrl(generatorModule(name), import.meta.url), export: name };
  const state = await source.model.save();
  const pool = await createSamplingPool({ plugin, state, where, random: ctx.random, workers, signal: ctx.signal });
  try {
    return await drawChecked(source, { rows, where, draw: pool.draw, concurrency: pool.concurrency }, ctx);
  } finally {
    await pool.close();
  }
}

async function writeRows(order: Order, drawn: CheckedDraw, signal: AbortSignal): Promise<void> {
  const { table, lineage } = drawn.tracked;
  if (order.output === undefined) {
    await writeToStdout(table, signal);
  } else await writeTable(table, order.output, { signal });
  if (order.lineage !== undefined) await writeTable(lineage, order.lineage, { signal });
}

async function writeToStdout(table: Table, signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'verisim-'));
  try {
    const file = join(folder, 'rows.csv');
    await writeTable(table, file, { signal });
    await pipeline(createReadStream(file), process.stdout, { end: false });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function summarise(
  order: Order,
  drawn: CheckedDraw,
  source: { file: string; hash: string; seed: string; notes: Json },
) {
  const { name, version } = order.generator;
  return {
    output: order.output ?? null,
    rows: drawn.tracked.table.rows,
    requested: drawn.requested,
    shortfall: drawn.shortfall,
    acceptance: drawn.acceptance,
    dropped: drawn.dropped,
    generator: { name, version, options: order.settings },
    where: order.where,
    source: { file: source.file, hash: source.hash },
    seed: source.seed,
    notes: source.notes,
    findings: drawn.findings.map(({ rule, level, message }) => ({ rule, level, message })),
  };
}

/** With the rows on stdout, what is to be said about them goes to stderr. */
function sayAside(text: string): void {
  process.stderr.write(`${text}\n`);
}

function sayDone(
  output: string | undefined,
  drawn: CheckedDraw,
  notes: Readonly<Record<string, Json>>,
  say: (text: string) => void,
): void {
  if (output !== undefined) say(`${output}: ${drawn.tracked.table.rows.toLocaleString('en-US')} rows`);
  const { acceptance, dropped, shortfall } = drawn;
  if (dropped > 0) say(`${dropped} rows were dropped by a check and drawn again`);
  if (acceptance < 1) say(`${(100 * acceptance).toFixed(2)} % of what was generated met the condition`);
  const why =
    dropped > shortfall ? 'what is generated keeps being dropped by a check' : 'the data hardly holds such rows';
  if (shortfall > 0) say(`${shortfall} rows could not be had: ${why}`);
  for (const finding of drawn.findings) if (finding.level !== 'info') say(`${finding.level}: ${finding.message}`);
  const unmodelled = notes['not-modelled'];
  if (Array.isArray(unmodelled)) say(`not modelled, left empty: ${unmodelled.join(', ')}`);
}
