import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { datasetVersion, type Json, singleTable, type Table } from '@verisim/core';
import type { CardEvidence, CardFacts } from '@verisim/report';
import { openWorkspace, recordDataset, type Workspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { evidenceFor, signaturesOn } from '../card-evidence.ts';
import { openCardFolder, writeCardData, writeCardTexts } from '../card-folder.ts';
import { type CardRows, isFile, rowsOfFile, rowsOfRun, sourcesIn, withCardRoles } from '../card-rows.ts';
import { counted } from '../counted.ts';
import { badNumber } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { requireWorkspace } from '../locks.ts';
import { optional, required } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { wordsOf } from '../words-of.ts';

type Options = Call['options'];

/** What the user says of the data set. */
type Said = Pick<CardFacts, 'name' | 'about' | 'license' | 'creators' | 'url' | 'published' | 'version'> & {
  readonly output: string;
  readonly expires: string | null;
};

/** `verisim card`: rows, lineage, a Hugging Face card and a Croissant description in one folder. */
export async function run({ arguments: [given], options, terminal, signal }: Call): Promise<ExitCode> {
  const said = await saidOf(options);
  const bare = given !== undefined && (await isFile(given));
  const workspace = bare ? await workspaceHere() : await requireWorkspace('.', 'card');
  const rows = bare ? await rowsOfFile(given, workspace, options) : await rowsOfRun(workspace!, given, options);
  const evidence = await evidenceFor(rows, wordsOf(options.report), workspace, terminal);
  const { table, lineage } = rows.tracked;
  const tracked = { table: withCardRoles(table, ...rolesOf(rows, evidence, options)), lineage };
  await openCardFolder(said.output);
  const dataset = singleTable(tracked.table, lineage, rows.parents.length === 0 ? null : parentOf(rows.parents));
  const files = await writeCardData(said.output, tracked, signal);
  const facts: CardFacts = {
    ...said,
    ...files,
    ...shapeOf(tracked.table),
    dataset: datasetVersion(dataset),
    parents: rows.parents,
    sources: sourcesIn(lineage),
    evidence,
    ratio: ratioOf(rows, evidence),
    signatures: await signaturesOn(evidence, workspace),
    renewal: await renewalOf(said, rows, evidence),
  };
  await writeCardTexts(said.output, facts);
  const role = options.withReal ? 'blend' : 'synthetic';
  const file = join(said.output, files.data.name);
  if (workspace) await recordDataset(workspace, dataset, { role, file, ...(rows.run && { run: rows.run.place }) });
  say(facts, said, terminal);
  return exitCodes.done;
}

async function saidOf(options: Options): Promise<Said> {
  const output = required(options, 'output', 'card', ' (the folder to write)');
  const license = required(options, 'license', 'card', ' (such as cc-by-4.0; Croissant and Hugging Face want one)');
  const creators = wordsOf(options.creator);
  if (creators.length === 0) required({}, 'creator', 'card', ' (who made the data set)');
  const { cardLicense } = await import('@verisim/report');
  const { parseDay } = await import('@verisim/plays');
  const about = optional(options, 'about');
  const version = optional(options, 'release') ?? '1.0.0';
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw badNumber('--release', version, 'three numbers, such as 1.0.0');
  const expires = optional(options, 'expires');
  return {
    output,
    name: optional(options, 'name') ?? basename(resolve(output)),
    ...(about !== undefined && { about }),
    license: cardLicense(license),
    creators,
    url: optional(options, 'url') ?? 'README.md',
    published: parseDay(optional(options, 'today') ?? new Date().toISOString().slice(0, 10), '--today'),
    version,
    expires: expires === undefined ? null : parseDay(expires, '--expires'),
  };
}

async function workspaceHere(): Promise<Workspace | null> {
  const found = await stat('.verisim').catch(() => null);
  return found?.isDirectory() ? openWorkspace('.') : null;
}

const parentOf = (parents: readonly string[]): string | readonly string[] =>
  parents.length === 1 ? parents[0] : parents;

/** What the run's report says of a name, when it says it. */
function provenanceOf({ run }: CardRows, evidence: readonly CardEvidence[]): { readonly [key: string]: Json } {
  return evidence.find(({ kept }) => kept === run?.place)?.report.provenance ?? {};
}

function rolesOf(
  rows: CardRows,
  evidence: readonly CardEvidence[],
  options: Options,
): [string | undefined, readonly string[]] {
  const { target, sensitive } = provenanceOf(rows, evidence);
  const own = rows.tracked.table.spec.columns.find(({ role }) => role === 'target')?.name;
  const named = optional(options, 'target') ?? own ?? (typeof target === 'string' ? target : undefined);
  return [named, Array.isArray(sensitive) ? sensitive.map(String) : []];
}

function shapeOf({ spec, rows }: Table): Pick<CardFacts, 'rows' | 'columns'> {
  const columns = spec.columns.map(({ name, kind, role, nullable, zone }) => ({
    name,
    kind,
    role,
    nullable,
    ...(zone !== undefined && { zone }),
  }));
  return { rows, columns };
}

function ratioOf(rows: CardRows, evidence: readonly CardEvidence[]): CardFacts['ratio'] {
  const { ratio } = provenanceOf(rows, evidence);
  return typeof ratio === 'number' ? { ratio, ...rows.counts } : null;
}

/** A cold start has its expiry date in its manifest. */
async function renewalOf(said: Said, rows: CardRows, evidence: readonly CardEvidence[]): Promise<CardFacts['renewal']> {
  const { DRIFT_THRESHOLD } = await import('@verisim/plays');
  const { baseline } = provenanceOf(rows, evidence);
  const { request, summary } = rows.run?.manifest ?? {};
  const kept = [request, request?.plan, summary].map(
    (one) => (one as { expires?: unknown } | null | undefined)?.expires,
  );
  const expires = said.expires ?? kept.find((date): date is string => typeof date === 'string') ?? null;
  return {
    effect: DRIFT_THRESHOLD,
    expires,
    against: typeof baseline === 'string' ? baseline : (rows.run?.place ?? null),
  };
}

function say(facts: CardFacts, { output }: Said, terminal: Terminal): void {
  const { rows, dataset, evidence, data, lineage, license } = facts;
  if (terminal.json) {
    const reports = evidence.map(({ kind, kept, sha256 }) => ({ kind, kept, sha256 }));
    printJson({ output, rows, version: dataset, files: [data, lineage], reports, license: license.id });
    return;
  }
  terminal.say(`${output}: ${counted(rows, 'row')}, README.md, croissant.json, ${data.name}, ${lineage.name}`);
  terminal.say(`version: ${dataset}`);
  for (const { kind, kept } of evidence) terminal.say(`${kind}: ${kept}`);
  if (evidence.length === 0)
    terminal.say('No report on these rows was found: the card says that nobody knows whether they help.');
  if (facts.url === 'README.md')
    terminal.say('croissant.json names README.md as the page; give its address with --url once there is one.');
}
