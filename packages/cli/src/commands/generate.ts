import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Condition,
  type Constraint,
  type Context,
  createContext,
  type Json,
  lineageSpec,
  type Model,
  resolveConditions,
  type SourceName,
  type Table,
  withTarget,
} from '@verisim/core';
import { checkWritable, locationName, type ReadReport, readTable, writeTable } from '@verisim/io';
import {
  choiceTerms,
  type DrawAccount,
  type DrawRequest,
  depthAfter,
  openResumableDraw,
  parseWhere,
  type ResumableDraw,
  type RowSource,
  removeLeftovers,
} from '@verisim/plays/draw';
import { type HoldoutFingerprints, holdoutFingerprints, type PinnedFile, pinFile } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { type Candidate, candidatesFor, choiceOf, chooseCandidate, sayChoice } from '../candidates.ts';
import { counted } from '../counted.ts';
import { constraintsOf, declareConstraints, sayConstraints } from '../declared-constraints.ts';
import { missingOption, needsOutput, needsRows, overwritesInput } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { fitOnThreads } from '../fit-on-threads.ts';
import { AUTO } from '../generators.ts';
import { locksIn } from '../locks.ts';
import { sayReading } from '../read-inputs.ts';
import { type ReadSettings, readOptionsOf } from '../read-options.ts';
import { openRowRecord } from '../record-rows.ts';
import { optional, settingsOf, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';

interface Order {
  readonly file: string;
  /** One, or those that `-g auto` chooses from. */
  readonly candidates: readonly Candidate[];
  readonly read: ReadSettings;
  readonly target: string | undefined;
  readonly rows: number | null;
  readonly where: readonly Condition[];
  readonly constraints: readonly Constraint[];
  readonly seed: string;
  readonly workers: number;
  /** Seconds. */
  readonly keepEvery: number;
  readonly output: string | undefined;
  readonly lineage: string | undefined;
  /** Where the rows to learn from come from. */
  readonly sourceLineage: string | undefined;
}

/** What was read to learn from. */
interface Input {
  readonly train: Table;
  readonly report: ReadReport;
  readonly pinned: PinnedFile;
}

type Notes = Readonly<Record<string, Json>>;
type Drawn = DrawAccount & { readonly notes: Notes };

/**
 * `verisim generate`: fits a generator to a file and samples rows that pass every check, block by block. Finished blocks are kept beside the
 * output every few seconds, so that the same command goes on where a kill ended it, to the same bytes.
 */
export async function run(call: Call): Promise<ExitCode> {
  const { terminal, signal } = call;
  const { generator, set, plugins } = call.options;
  const candidates = await candidatesFor(String(generator), settingsOf(set), plugins);
  const needs: SourceName = candidates[0].found.generator.needs;
  if (needs !== 'data') {
    const { generateWithoutData } = await import('../generate-without-data.ts');
    return generateWithoutData(candidates[0], call);
  }
  const order = await readOrder(call, candidates);
  const pinned = await pinFile(order.file);
  const read = await readTable(order.file, { ...order.read, signal });
  if (order.output !== undefined) sayReading([read.report], terminal);
  const table = order.target === undefined ? read.table : withTarget(read.table, order.target);
  const train = await declareConstraints(table, order.constraints);
  resolveConditions(train.spec, order.where);
  const input = { train, report: read.report, pinned };
  if (order.candidates[0].found.live) {
    const { generateTexts } = await import('../generate-texts.ts');
    const fingerprints = await lockedFingerprints(order.file);
    const depth = await depthOf(order.sourceLineage, terminal, signal);
    return generateTexts({ ...order, settings: order.candidates[0].settings, fingerprints, depth }, input, call);
  }
  if (order.output !== undefined) return generate(order, order.output, input, call);
  const folder = await mkdtemp(join(tmpdir(), 'verisim-'));
  try {
    return await generate(order, join(folder, 'rows.csv'), input, call);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readOrder(
  { arguments: [file], options, terminal }: Call,
  candidates: readonly Candidate[],
): Promise<Order> {
  const output = optional(options, 'output');
  const lineage = optional(options, 'lineage');
  if (terminal.json && output === undefined) throw needsOutput();
  const rows = optional(options, 'rows');
  if (rows === undefined)
    for (const { found } of candidates) if (found.generator.traits.private) throw needsRows(found.generator.name);
  const condition = optional(options, 'where');
  const where = condition === undefined ? [] : parseWhere(condition);
  const workers = wholeNumber(String(options.workers), '--workers', 1);
  if (file === undefined) throw missingOption('a file to learn from', 'generate');
  if (lineage !== undefined && output !== undefined && resolve(lineage) === resolve(output)) {
    throw overwritesInput(lineage);
  }
  for (const written of [output, lineage]) {
    if (written === undefined) continue;
    if (resolve(written) === resolve(file)) throw overwritesInput(written);
    await checkWritable(written);
  }
  return {
    file,
    candidates,
    read: readOptionsOf(options),
    target: optional(options, 'target'),
    rows: rows === undefined ? null : wholeNumber(rows, '-n', 1),
    where,
    constraints: await constraintsOf(optional(options, 'constraints') ?? options.constraints),
    seed: String(options.seed),
    workers,
    keepEvery: wholeNumber(String(options.keepEvery), '--keep-every', 0),
    output,
    lineage,
    sourceLineage: optional(options, 'sourceLineage'),
  };
}

/** Draws into `output`, and leaves what is finished behind when it cannot end. */
async function generate(order: Order, output: string, input: Input, call: Call): Promise<ExitCode> {
  const draw = await openResumableDraw(output, recipeOf(order, input), { every: 1000 * order.keepEvery });
  try {
    for (const written of [output, order.lineage]) if (written !== undefined) await removeLeftovers(written);
    sayResumed(draw, call.terminal);
    const code = await drawAndWrite(order, output, input, draw, call);
    await draw.remove();
    return code;
  } catch (error) {
    const nothing = draw.finished === 0 && !call.signal.aborted;
    await (nothing ? draw.remove() : draw.close());
    if (order.output !== undefined) sayKept(draw, call.terminal);
    throw error;
  }
}

/** Everything that decides the rows: what differs in any of it does not go on from blocks that were made before. */
function recipeOf({ candidates, read, target, rows, where, seed }: Order, { train, report }: Input) {
  const generators = candidates.map(({ found, settings }) => {
    const { name, version, traits } = found.generator;
    return { name, version, options: settings, block_rows: traits.blockRows };
  });
  const columns = train.spec.columns.map((column) => [column.name, column.kind]);
  const recipe = {
    task: 'generate',
    ...(train.spec.constraints && { constraints: train.spec.constraints }),
    input: report.hash,
    read,
    columns,
    target: target ?? null,
    generator: candidates.length === 1 ? generators[0] : { name: AUTO, rungs: generators, terms: choiceTerms },
    rows: rows ?? train.rows,
    where,
    seed,
  };
  return recipe as unknown as { readonly [key: string]: Json };
}

async function drawAndWrite(
  order: Order,
  output: string,
  input: Input,
  draw: ResumableDraw,
  { terminal, signal }: Call,
): Promise<ExitCode> {
  const notes: Record<string, Json> = {};
  const note = (key: string, value: Json) => {
    notes[key] = value;
  };
  const ctx = createContext({
    seed: order.seed,
    signal,
    note,
    progress: ({ done, total, note }) => terminal.progress(note ?? 'generating', done, total),
  });
  const { candidate, model } = await modelOf(order, input.train, draw, notes, ctx);
  const run = `${input.report.hash.slice(0, 8)}-${order.seed}`;
  const fingerprints = await lockedFingerprints(order.file);
  const depth = await depthOf(order.sourceLineage, terminal, signal);
  const trainId = (row: number) => `${basename(order.file)}:${row}`;
  const source = { generator: candidate.found.generator, model, train: input.train, run, fingerprints, depth, trainId };
  const drawn = await drawBlocks(order, candidate, source, draw, () => notes, ctx);
  terminal.clearProgress();
  await input.pinned.requireUnchanged(input.report.hash);
  const record = await openRowRecord(order.output);
  await writeTable(record.watched(draw.rows()), output, { signal });
  if (order.output !== undefined) await record.keep(input.report.hash);
  else await pipeline(createReadStream(output), process.stdout, { end: false });
  if (order.lineage !== undefined) await writeTable(draw.lineage(source), order.lineage, { signal });
  const choice = choiceOf(drawn.notes);
  const say = order.output === undefined ? terminal.sayAside : terminal.say;
  if (choice !== null && !terminal.json) await sayChoice(choice, { ...terminal, say });
  if (terminal.json) printJson(summarise(order, candidate, drawn, input.report, draw.resumed));
  else sayDone(order.output, drawn, say);
  return drawn.shortfall > 0 || choice?.passed === false ? exitCodes.attention : exitCodes.done;
}

/** The depth of the rows to be made: 1 from real rows, one more than the deepest row of the lineage they are learned from. */
async function depthOf(file: string | undefined, terminal: Terminal, signal: AbortSignal): Promise<number> {
  if (file === undefined) return 1;
  const depth = depthAfter((await readTable(file, { like: { columns: lineageSpec }, signal })).table);
  if (depth > 1)
    terminal.sayAside(
      `warning: these rows will be ${depth} generations away from real data, and rare cases are lost with each; learn from real rows instead (docs/guide/collapse.md)`,
    );
  return depth;
}

/** The fingerprints of the holdout whose training part a file is: rows that equal a near-unique one of its rows, or say nearly what one says, are dropped. */
async function lockedFingerprints(file: string): Promise<HoldoutFingerprints | undefined> {
  const locked = (await locksIn('.')).find(({ training }) => resolve(training) === resolve(file));
  return locked && holdoutFingerprints(locked.workspace, locked.lock);
}

interface Fitted {
  readonly candidate: Candidate;
  readonly model: Model;
}

/** The model that an interrupted draw fitted, else a new one. */
async function modelOf(
  { candidates, workers }: Order,
  train: Table,
  draw: ResumableDraw,
  notes: Record<string, Json>,
  ctx: Context,
): Promise<Fitted> {
  const kept = await draw.model();
  if (kept !== null) {
    Object.assign(notes, kept.notes);
    const own = candidates.find(({ found }) => found.generator.name === kept.state.generator);
    const candidate = own ?? candidates[0];
    return { candidate, model: await candidate.found.generator.load(kept.state) };
  }
  const candidate = await chooseCandidate(candidates, train, ctx);
  const model = await fitOnThreads(candidate.found, train, candidate.settings, workers, ctx);
  await draw.keepModel({ state: await model.save(), notes: { ...notes } });
  return { candidate, model };
}

async function drawBlocks(
  order: Order,
  { found }: Candidate,
  source: RowSource,
  draw: ResumableDraw,
  notes: () => Notes,
  ctx: Context,
): Promise<Drawn> {
  const { where } = order;
  const request: DrawRequest = { rows: order.rows ?? source.train.rows, where };
  const blocks = Math.ceil(request.rows / found.generator.traits.blockRows) - draw.resumed;
  // The rows do not depend on the number of threads, so no more are started than there is work or room for.
  const workers = Math.min(order.workers, blocks, 2 * availableParallelism());
  if (workers <= 1) return draw.draw(source, request, notes, ctx);
  const { createSamplingPool, pluginUrl } = await import('@verisim/workers');
  const plugin = { module: pluginUrl(found.module, import.meta.url), export: found.export };
  const state = await source.model.save();
  const { random, signal, note } = ctx;
  const pool = await createSamplingPool({ plugin, state, where, random, workers, signal, note });
  try {
    return await draw.draw(source, { ...request, draw: pool.draw, concurrency: pool.concurrency }, notes, ctx);
  } finally {
    await pool.close();
  }
}

function sayResumed({ path, replaced, damaged, resumed }: ResumableDraw, { sayAside }: Terminal): void {
  if (replaced !== null) sayAside(`not going on from ${basename(path)}, all rows are made anew: ${replaced}`);
  for (const record of damaged) sayAside(`${record} was changed on the disk; what it held is made again`);
  if (resumed > 0) sayAside(`going on after an interruption: ${countOf(resumed)} finished`);
}

function sayKept({ path, finished }: ResumableDraw, terminal: Terminal): void {
  terminal.clearProgress();
  if (finished === 0) return;
  terminal.sayAside(`${countOf(finished)} finished and kept in ${path}; to go on, run the same command again:`);
  terminal.sayAside(`  verisim ${process.argv.slice(2).map(shownArgument).map(quoted).join(' ')}`);
}

const countOf = (blocks: number): string => (blocks === 1 ? '1 block is' : `${blocks} blocks are`);

/** An argument to type again; a password in an address is not repeated on the screen. */
const shownArgument = (text: string): string => text.replace(/(:\/\/[^:@/]*):.*@/, '$1:PASSWORD@');

/** An argument as a POSIX shell takes it. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A path as it was given, an address without its password. */
const shownLocation = (location: string): string => (location.includes('://') ? locationName(location) : location);

function summarise(order: Order, { found, settings }: Candidate, drawn: Drawn, report: ReadReport, resumed: number) {
  const { name, version } = found.generator;
  const { rows, requested, shortfall, acceptance, dropped, extrapolated, findings, notes } = drawn;
  return {
    output: order.output === undefined ? null : shownLocation(order.output),
    rows,
    requested,
    shortfall,
    acceptance,
    dropped,
    extrapolated,
    generator: { name, version, options: settings, ...(order.candidates.length > 1 && { chosenBy: AUTO }) },
    where: order.where,
    source: { file: report.file, hash: report.hash },
    seed: order.seed,
    notes,
    findings,
    resumed,
  };
}

/** Why columns cannot meet their conditions, as a generator notes it. */
function unmetOf(notes: Notes): string | null {
  const unmet = Object.entries((notes['conditions-unmet'] ?? {}) as Notes);
  return unmet.length === 0 ? null : unmet.map(([column, why]) => `"${column}": ${why}`).join(' ');
}

function sayDone(output: string | undefined, drawn: Drawn, say: (text: string) => void): void {
  if (output !== undefined) say(`${shownLocation(output)}: ${counted(drawn.rows, 'row')}`);
  const { acceptance, dropped, extrapolated, shortfall } = drawn;
  if (dropped > 0) say(`${counted(dropped, 'row')} dropped by a check and drawn again`);
  if (acceptance > 0 && acceptance < 1)
    say(
      `${(100 * acceptance).toFixed(2)} % of what was generated ${drawn.notes.constraints === undefined ? 'met the condition' : 'met every condition and constraint'}`,
    );
  if (extrapolated > 0)
    say(`${counted(extrapolated, 'row')} extrapolated: no training row shows such a combination (tag in --lineage)`);
  const why =
    dropped > shortfall ? 'what is generated keeps being dropped by a check' : 'the data hardly holds such rows';
  if (shortfall > 0) say(`${counted(shortfall, 'row')} could not be had: ${unmetOf(drawn.notes) ?? why}`);
  sayConstraints(drawn.notes, say);
  for (const finding of drawn.findings) if (finding.level !== 'info') say(`${finding.level}: ${finding.message}`);
  const unmodelled = drawn.notes['not-modelled'];
  if (Array.isArray(unmodelled)) say(`not modelled, left empty: ${unmodelled.join(', ')}`);
}
