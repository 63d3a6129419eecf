import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Condition,
  type Context,
  canonicalJson,
  createContext,
  type Finding,
  fit,
  type Generator,
  type Model,
  resolveConditions,
  type SampledBlock,
  type SourceName,
  sayLineage,
  sha256,
  sharedLineage,
  stream,
  type Table,
  type TableSpec,
  toHex,
} from '@verisim/core';
import { writeTable } from '@verisim/io';
import { parseWhere } from '@verisim/plays/draw';
import type { Call } from './call.ts';
import type { Candidate } from './candidates.ts';
import { counted } from './counted.ts';
import { missingOption, needsOutput, overwritesInput, rowsUnsaid } from './errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { outputsOf } from './no-data-output.ts';
import { noDataSettings } from './no-data-settings.ts';
import { type NoDataEntry, noDataEntry, type TableOrder } from './plugin-table.ts';
import { openRowRecord } from './record-rows.ts';
import { optional, wholeNumber } from './settings.ts';
import { printJson } from './terminal.ts';
import { youngSpaceLimit } from './young-space.ts';

type Generating = Generator<unknown, 'nothing' | 'schema'>;

/** One table to make. */
interface Work extends TableOrder {
  readonly output: string;
  readonly lineage: string | undefined;
}

/** What every table shares. */
interface Order {
  readonly candidate: Candidate;
  readonly entry: NoDataEntry;
  /** For a generator that needs a schema: that of the JSON file which is named. */
  readonly schema: TableSpec | null;
  readonly where: readonly Condition[];
  readonly seed: string;
  readonly workers: number;
}

/** What came of a table. */
interface Made {
  readonly output: string;
  readonly table: string;
  readonly rows: number;
  readonly requested: number;
  readonly findings: readonly Finding[];
}

/**
 * `verisim generate` with a generator that learns from no rows: rules and simulations. Blocks go to the file as they are made, and nothing is kept beside it:
 * made again they are the same.
 */
export async function generateWithoutData(candidate: Candidate, call: Call): Promise<ExitCode> {
  const { options, terminal } = call;
  const { generator } = candidate.found;
  const [file] = call.arguments;
  const output = optional(options, 'output');
  if (terminal.json && output === undefined) throw needsOutput();
  const entry = noDataEntry(generator.name);
  const needsSchema = (generator.needs as SourceName) === 'schema';
  if (!needsSchema && entry.textOption === undefined && entry.sampleOption === undefined && file !== undefined)
    terminal.sayAside(`${generator.name} learns from no rows: ${file} is not read`);
  for (const flag of ['constraints', 'sourceLineage'])
    if (options[flag] !== undefined)
      terminal.sayAside(`${generator.name} learns from no rows and does not heed ${flag}`);
  const settings = await noDataSettings(entry, file, candidate.settings);
  if (entry.textOption !== undefined && settings[entry.textOption] === undefined)
    throw missingOption(`the file of ${entry.textOption} that ${generator.name} reads`, 'generate');
  const schema = needsSchema ? await schemaIn(file) : null;
  const condition = optional(options, 'where');
  const order: Order = {
    candidate: { ...candidate, settings },
    entry,
    schema,
    where: condition === undefined ? [] : parseWhere(condition),
    seed: String(options.seed),
    workers: wholeNumber(String(options.workers), '--workers', 1),
  };
  const tables = await tablesOf(order, optional(options, 'rows'));
  if (output !== undefined) return makeAll(order, await worksOf(tables, output, file, options), call, true);
  const folder = await mkdtemp(join(tmpdir(), 'verisim-'));
  try {
    return await makeAll(order, await worksOf(tables, join(folder, 'rows.csv'), file, options), call, false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The columns that a generator which needs a schema is given. */
async function schemaIn(file: string | undefined): Promise<TableSpec> {
  if (file === undefined) throw missingOption('a JSON file of columns', 'generate');
  return (await import('@verisim/plays')).readTableSpec(file);
}

/** The tables and how many rows each is to have: what `-n` says, else what the rules say. */
async function tablesOf({ candidate, entry }: Order, given: string | undefined): Promise<readonly TableOrder[]> {
  const { name } = candidate.found.generator;
  const rows = given === undefined ? null : wholeNumber(given, '-n', 1);
  const tables = (await entry.tables?.(candidate.settings)) ?? [{ table: name, rows: null, settings: {} }];
  return tables.map((one) => {
    const own = tables.length === 1 ? (rows ?? one.rows) : (one.rows ?? rows);
    if (own === null) throw rowsUnsaid(name);
    return { ...one, rows: own };
  });
}

async function worksOf(
  tables: readonly TableOrder[],
  output: string,
  input: string | undefined,
  options: Call['options'],
): Promise<readonly Work[]> {
  const names = tables.map(({ table }) => table);
  const outputs = await outputsOf(output, names, input);
  const said = optional(options, 'lineage');
  const lineages = said === undefined ? [] : await outputsOf(said, names, input);
  for (const written of lineages)
    if (outputs.some((one) => resolve(one) === resolve(written))) throw overwritesInput(written);
  return tables.map((one, i) => ({ ...one, output: outputs[i], lineage: lineages[i] }));
}

async function makeAll(order: Order, works: readonly Work[], call: Call, named: boolean): Promise<ExitCode> {
  const { terminal } = call;
  const say = named ? terminal.say : terminal.sayAside;
  const made: Made[] = [];
  for (const work of works) {
    const one = await makeTable(order, work, call, named);
    made.push(one);
    terminal.clearProgress();
    if (terminal.json) continue;
    if (named) say(`${one.output}: ${counted(one.rows, 'row')}`);
    if (one.rows < one.requested)
      say(`${counted(one.requested - one.rows, 'row')} could not be had: such rows are hardly ever made`);
    for (const { level, message } of one.findings) say(level === 'info' ? message : `${level}: ${message}`);
  }
  if (terminal.json) printJson(summary(order, made));
  const short = made.some(({ rows, requested, findings }) => {
    return rows < requested || findings.some(({ level }) => level !== 'info');
  });
  return short ? exitCodes.attention : exitCodes.done;
}

function summary({ candidate, where, seed }: Order, made: readonly Made[]): unknown {
  const { name, version } = candidate.found.generator;
  return { tables: made, generator: { name, version, options: candidate.settings }, where, seed };
}

/** Draws one table into its file, and its lineage into another by drawing it again. */
async function makeTable(order: Order, work: Work, call: Call, named: boolean): Promise<Made> {
  const { signal, terminal } = call;
  const generator = order.candidate.found.generator as unknown as Generating;
  const settings = { ...order.candidate.settings, ...work.settings };
  const progress = ({ done, total }: { done: number; total?: number }) =>
    terminal.progress(`making ${work.table}`, done, total);
  const quiet = createContext({ seed: order.seed, signal });
  const model = await fit(generator, order.schema, settings, quiet);
  resolveConditions(model.schema, order.where);
  const account = await order.entry.account?.(model);
  const ctx = createContext({ seed: order.seed, signal, progress, note: account?.note });
  const limitMemory = youngSpaceLimit();
  const folder = named && work.output !== call.options.output;
  const files = folder ? await order.entry.files?.(dirname(work.output)) : undefined;
  let rows = 0;
  const counted = async function* (): AsyncGenerator<Table> {
    for await (const block of blocksOf(order, work, model, ctx)) {
      rows += block.table.rows;
      account?.add?.(block);
      limitMemory();
      yield (await files?.take(block.table)) ?? block.table;
    }
  };
  const record = await openRowRecord(named ? work.output : undefined);
  await writeTable(record.watched(counted()), work.output, { signal });
  const version = toHex(sha256(canonicalJson(settings)));
  if (named) await record.keep(version);
  else await pipeline(createReadStream(work.output), process.stdout, { end: false });
  if (work.lineage !== undefined)
    await writeTable(lineagesOf(order, work, model, version.slice(0, 8), quiet), work.lineage, { signal });
  const { output, table } = work;
  const findings = [...(account?.findings() ?? []), ...((await files?.end()) ?? [])];
  return { output, table, rows, requested: work.rows!, findings };
}

async function* lineagesOf(
  order: Order,
  work: Work,
  model: Model,
  version: string,
  ctx: Context,
): AsyncGenerator<Table> {
  const { name, version: generator_version } = order.candidate.found.generator;
  const run = `${version}-${order.seed}`;
  const shared = { origin: 'synthetic', generator: name, generator_version, run, depth: 1 } as const;
  for await (const { block, table, said } of blocksOf(order, work, model, ctx))
    yield sayLineage(sharedLineage(table.rows, { ...shared, block }, `${run}/${block}/`), said);
}

/** Blocks in order, on so many threads. */
async function* blocksOf(order: Order, work: Work, model: Model, ctx: Context): AsyncGenerator<SampledBlock> {
  const { found } = order.candidate;
  const request = { rows: work.rows!, where: order.where };
  const blocks = Math.ceil(request.rows / found.generator.traits.blockRows);
  const workers = Math.min(order.workers, blocks, 2 * availableParallelism());
  if (workers <= 1) return yield* stream(found.generator, model, request, ctx);
  const { createSamplingPool, pluginUrl } = await import('@verisim/workers');
  const plugin = { module: pluginUrl(found.module, import.meta.url), export: found.export };
  const { random, signal, note } = ctx;
  const pool = await createSamplingPool({
    plugin,
    state: await model.save(),
    where: order.where,
    random,
    workers,
    signal,
    note,
  });
  try {
    yield* stream(found.generator, model, { ...request, draw: pool.draw, concurrency: pool.concurrency }, ctx);
  } finally {
    await pool.close();
  }
}
