import { readFile } from 'node:fs/promises';
import { type Json, sha256, toHex } from '@verisim/core';
import { appendLedger, listRuns, requireRun, type Workspace } from '@verisim/workspace';
import { badSignature, roleMayNotSign, wrongRun } from '../errors.ts';
import { roleNames, type SignOffRole, type SignOffSubject, signOffRules } from './sign-off-subjects.ts';

/** A signature to be. */
export interface SignRequest {
  /** The run's folder under `runs/`. */
  readonly place: string;
  readonly name: string;
  readonly role: SignOffRole;
  readonly as: SignOffSubject;
}

/** What a signature records: what was seen, by its hashes. */
export interface Signature {
  readonly run: string;
  readonly as: SignOffSubject;
  readonly role: SignOffRole;
  readonly name: string;
  /** SHA-256 of the run's `manifest.json`, which holds the hashes of all its files. */
  readonly manifestHash: string;
  /** SHA-256 of the run's `report.json`, `null` when it has none. */
  readonly reportHash: string | null;
}

/**
 * Signs a finished run in the ledger, event `signed`. Throws `plays/bad-signature` without a name, `plays/role-may-not-sign`,
 * `plays/wrong-run` for a run of another kind, and `workspace/run-changed` when its files are not those that it made.
 */
export async function signRun(workspace: Workspace, { place, name, role, as }: SignRequest): Promise<Signature> {
  const rule = signOffRules.find(({ subject }) => subject === as);
  if (rule === undefined) throw badSignature(`"${as}" cannot be signed.`);
  if (name.trim() === '') throw badSignature('The signature has no name.');
  if (rule.role !== role) throw roleMayNotSign(roleNames[role] ?? role, as, roleNames[rule.role]);
  await requireRun(workspace, place);
  const kind = await runName(workspace, place);
  if (!rule.runs.test(kind)) throw wrongRun(place, kind, as);
  const manifestHash = (await hashOf(workspace, place, 'manifest.json'))!;
  const reportHash = await hashOf(workspace, place, 'report.json');
  const signature: Signature = { run: place, as, role, name: name.trim(), manifestHash, reportHash };
  await appendLedger(workspace, { event: 'signed', details: signature as unknown as Json });
  return signature;
}

/** The name that a run was started with. */
export async function runName(workspace: Workspace, place: string): Promise<string> {
  const run = (await listRuns(workspace)).find((listed) => listed.place === place);
  return run?.manifest?.request.name ?? place;
}

/** The last finished run of a kind that the subject is signed on, `null` when there is none. */
export async function latestRunFor(workspace: Workspace, subject: SignOffSubject): Promise<string | null> {
  const { runs } = signOffRules.find((rule) => rule.subject === subject)!;
  const found = (await listRuns(workspace)).filter(
    ({ state, manifest }) => state === 'whole' && manifest !== null && runs.test(manifest.request.name),
  );
  const latest = found.reduce<(typeof found)[0] | null>(
    (best, run) => (best === null || run.manifest!.time >= best.manifest!.time ? run : best),
    null,
  );
  return latest?.place ?? null;
}

async function hashOf(workspace: Workspace, place: string, file: string): Promise<string | null> {
  const bytes = await readFile(workspace.path('runs', place, file)).catch(() => null);
  return bytes === null ? null : toHex(sha256(bytes));
}
