import { fileHash } from './atomic-write.ts';
import { type CheckedPart, checked, type PartProblem, problemsOf } from './checked-part.ts';
import { reviewChanged, runChanged, signatureStale } from './errors.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import { finishedPlaces, type ListedRun, runsBy } from './list-runs.ts';
import { runProblems } from './verify-run.ts';
import type { Workspace } from './workspace.ts';

/** Every run that the ledger tells of or that lies there; every signature on one, and every review. */
export async function checkRuns(
  workspace: Workspace,
  entries: readonly LedgerEntry[],
): Promise<readonly CheckedPart[]> {
  const runs = new Map((await runsBy(workspace, entries)).map((run) => [run.place, run]));
  const places = new Set([...runs.keys(), ...finishedPlaces(entries)]);
  const parts: CheckedPart[] = [];
  for (const place of [...places].sort()) parts.push(await checkRun(workspace, place, runs.get(place), entries));
  for (const entry of entries) {
    if (entry.event === 'signed') parts.push(await checkSignature(workspace, entry));
    if (entry.event === 'review-drawn') parts.push(await checkReview(workspace, entry));
  }
  return parts;
}

async function checkRun(
  workspace: Workspace,
  place: string,
  run: ListedRun | undefined,
  entries: readonly LedgerEntry[],
): Promise<CheckedPart> {
  const said = (problems: readonly string[]): readonly PartProblem[] =>
    problems.map((problem) => {
      const { code, message } = runChanged(place, [problem]);
      return { code, message };
    });
  if (run?.state === 'unfinished') {
    if (run.manifest?.files === undefined) return { part: 'run', name: place, state: 'unfinished', problems: [] };
    const problem =
      'manifest.json tells of a finished run, and the ledger does not: it was put back to an earlier state, or a kill came between the two.';
    return checked('run', place, said([problem]));
  }
  let problems: readonly PartProblem[] = [];
  const thrown = await problemsOf(async () => {
    problems = said(await runProblems(workspace, place, entries));
  });
  return checked('run', place, [...thrown, ...problems]);
}

async function checkSignature(workspace: Workspace, { index, details }: LedgerEntry): Promise<CheckedPart> {
  const signed = details as {
    readonly run: string;
    readonly as: string;
    readonly name: string;
    readonly manifestHash: string;
  };
  const name = `${signed.as} of ${signed.run}, by ${signed.name}`;
  const found = await fileHash(workspace.path('runs', signed.run, 'manifest.json')).catch(() => null);
  if (found === signed.manifestHash) return checked('sign-off', name, []);
  const { code, message } = signatureStale(name, index + 1);
  return checked('sign-off', name, [{ code, message }]);
}

async function checkReview(workspace: Workspace, { details }: LedgerEntry): Promise<CheckedPart> {
  const { review, keyHash } = details as { readonly review: string; readonly keyHash: string };
  const file = `reviews/${review}.json`;
  const found = await fileHash(workspace.path('reviews', `${review}.json`)).catch(() => null);
  if (found === keyHash) return checked('review', file, []);
  const { code, message } = reviewChanged(file, found === null);
  return checked('review', file, [{ code, message }]);
}
