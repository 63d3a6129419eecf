import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { canonicalJson, type Json, sha256, type Table, toHex } from '@verisim/core';
import { appendLedger, readLedger, type Workspace } from '@verisim/workspace';
import { badSuite, noRealEvaluation, suiteChanged, unknownSuite } from '../errors.ts';
import {
  countDifficulties,
  type Difficulty,
  difficultiesOf,
  expectedAnswers,
  type SuiteManifest,
} from './suite-manifest.ts';

/** How tables come to disk and back. */
export interface SuiteFiles {
  write(table: Table, path: string): Promise<void>;
  read(path: string): Promise<Table>;
}

/** A suite to be. */
export interface SuiteRequest
  extends Pick<SuiteManifest, 'name' | 'about' | 'madeBy' | 'target' | 'difficulty' | 'added'> {
  /** The cases, `target` and `difficulty` among their columns. */
  readonly cases: Table;
}

/** A suite of the workspace, and whether it is still what was added. */
export interface ListedSuite {
  readonly manifest: SuiteManifest;
  readonly state: 'as recorded' | 'changed';
}

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 * Puts a suite into `.verisim/suites/<name>/`, apart from everything that trains or judges, and into the ledger (`suite-added`). Real first: throws `plays/no-real-evaluation`
 * as long as no real holdout is locked; also `plays/bad-suite` for a name that is taken, cases without an answer or a difficulty, and a suite that nobody made.
 */
export async function addSuite(workspace: Workspace, request: SuiteRequest, files: SuiteFiles): Promise<SuiteManifest> {
  const { name, about, target, difficulty, added, cases } = request;
  const entries = await readLedger(workspace);
  if (!entries.some(({ event }) => event === 'holdout-locked')) throw noRealEvaluation();
  if (!NAME.test(name))
    throw badSuite(`"${name}" is no name for a suite.`, 'Use up to 64 small letters, digits and hyphens.');
  if (await recordedHash(workspace, name))
    throw badSuite(
      `There is a suite "${name}" already.`,
      'A suite never changes: add the new cases under another name.',
    );
  const madeBy = request.madeBy.map((maker) => maker.trim()).filter((maker) => maker !== '');
  if (madeBy.length === 0)
    throw badSuite(
      'The suite does not say who made it.',
      'Name every model, generator or person who wrote or labelled cases: --made-by gpt-4o.',
    );
  if (cases.rows === 0) throw badSuite('The suite has no case.', 'Give a file with at least one.');
  expectedAnswers(cases, target);
  const counts = countDifficulties(difficultiesOf(cases, difficulty) as readonly Difficulty[]);
  const folder = workspace.path('suites', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = workspace.path('suites', name, CASES);
  await files.write(cases, path);
  const casesHash = await hashOf(path);
  const manifest: SuiteManifest = {
    suite: 1,
    name,
    about,
    madeBy,
    target,
    difficulty,
    rows: cases.rows,
    cases: counts,
    casesHash,
    added,
  };
  const text = `${canonicalJson(manifest as unknown as Json)}\n`;
  const file = workspace.path('suites', name, MANIFEST);
  await writeFile(`${file}.tmp`, text, { mode: 0o600 });
  await rename(`${file}.tmp`, file);
  const details = { suite: name, rows: cases.rows, madeBy, casesHash, manifestHash: toHex(sha256(text)) };
  await appendLedger(workspace, { event: 'suite-added', details });
  return manifest;
}

const CASES = 'cases.parquet';
const MANIFEST = 'manifest.json';

/** The suites of a workspace by name. */
export async function listSuites(workspace: Workspace): Promise<readonly ListedSuite[]> {
  const names = await readdir(workspace.path('suites')).catch(() => []);
  const found: ListedSuite[] = [];
  for (const name of names.sort()) {
    const recorded = await recordedHash(workspace, name);
    const text = await manifestText(workspace, name);
    if (recorded === null || text === null) continue;
    const manifest = JSON.parse(text) as SuiteManifest;
    const whole = toHex(sha256(text)) === recorded && (await casesAreWhole(workspace, manifest));
    found.push({ manifest, state: whole ? 'as recorded' : 'changed' });
  }
  return found;
}

/** A suite and its cases. Throws `plays/unknown-suite`, and `plays/suite-changed` when it is not what was added. */
export async function openSuite(
  workspace: Workspace,
  name: string,
  files: SuiteFiles,
): Promise<{ readonly manifest: SuiteManifest; readonly cases: Table }> {
  const recorded = NAME.test(name) ? await recordedHash(workspace, name) : null;
  if (recorded === null) {
    const known = (await listSuites(workspace)).map(({ manifest }) => manifest.name);
    throw unknownSuite(name, known);
  }
  const text = await manifestText(workspace, name);
  if (text === null || toHex(sha256(text)) !== recorded) throw suiteChanged(name, MANIFEST);
  const manifest = JSON.parse(text) as SuiteManifest;
  if (!(await casesAreWhole(workspace, manifest))) throw suiteChanged(name, CASES);
  return { manifest, cases: await files.read(workspace.path('suites', name, CASES)) };
}

async function casesAreWhole(workspace: Workspace, { name, casesHash }: SuiteManifest): Promise<boolean> {
  return (await hashOf(workspace.path('suites', name, CASES)).catch(() => null)) === casesHash;
}

function manifestText(workspace: Workspace, name: string): Promise<string | null> {
  return readFile(workspace.path('suites', name, MANIFEST), 'utf8').catch(() => null);
}

async function recordedHash(workspace: Workspace, name: string): Promise<string | null> {
  const added = (await readLedger(workspace)).findLast(
    ({ event, details }) => event === 'suite-added' && (details as { suite?: string }).suite === name,
  );
  return added === undefined ? null : (added.details as { manifestHash: string }).manifestHash;
}

async function hashOf(path: string): Promise<string> {
  return toHex(sha256(await readFile(path)));
}
