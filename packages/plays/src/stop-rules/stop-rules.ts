import { stat } from 'node:fs/promises';
import type { Finding } from '@verisim/core';
import { type LedgerEntry, readLedger, verifyLedger, type Workspace } from '@verisim/workspace';
import type { ReviewCounts } from '../review/review-outcome.ts';
import { type SpotCheck, spotCheckEvidence, spotChecks } from '../review/spot-check.ts';
import { LEAST_AGREEMENT } from '../review/spot-check-section.ts';

/** What the rules are asked of. */
export interface StopRequest {
  /** Core's `tableHash` of the synthetic rows, or the SHA-256 of their file; left out: those that were reviewed last. */
  readonly synthetic?: string;
  /** Versions or hashes that must be among the `dataset` entries of the ledger. */
  readonly datasets?: readonly string[];
  /** Before anything is generated there is nothing to review yet. */
  readonly before?: 'generating';
}

/**
 * Why a project should stop, each as a finding of level `error` that says what to do; empty when nothing speaks against going on. The
 * rules: the real pipeline is not organised (no lock, a lock without a ledger, a damaged ledger), data without a version, worst rows that
 * nobody reviewed or that were rejected without a reason, a judge that does not agree with the spot check.
 */
export async function stopRules(workspace: Workspace, request: StopRequest = {}): Promise<readonly Finding[]> {
  const damaged = (await verifyLedger(workspace)).filter(({ rule }) => rule !== 'torn-line');
  if (damaged.length > 0)
    return [
      stop(
        'ledger-damaged',
        `The ledger is not as it was written: ${damaged[0].message}`,
        'Restore ledger.jsonl and ledger.head from a copy; nothing in it can be relied on.',
      ),
    ];
  const entries = await readLedger(workspace);
  const pipeline = await pipelineFindings(workspace, entries);
  const versions = versionFindings(entries, request.datasets ?? []);
  if (request.before === 'generating') return [...pipeline, ...versions];
  const reviewed = request.synthetic ?? (await spotChecks(workspace)).at(-1)?.data;
  const checks = reviewed === undefined ? [] : await spotCheckEvidence(workspace, reviewed);
  return [...pipeline, ...versions, ...reviewStops(checks)];
}

/** Stop rules of the reviews of one data set: bad cases unreviewed, rejects without reasons, an unstable judge. */
export function reviewStops(checks: readonly SpotCheck[]): readonly Finding[] {
  const decided = (part: ReviewCounts) => part.accepted + part.rejected;
  const findings: Finding[] = [];
  if (!checks.some(({ worst }) => decided(worst) > 0))
    findings.push(
      stop(
        'worst-unreviewed',
        checks.length === 0
          ? 'Nobody has looked at the synthetic rows, least of all at the worst.'
          : 'The worst rows were shown and none of them was decided.',
        'Draw them with verisim review synthetic.csv --real train.csv --by NAME, and decide each.',
      ),
    );
  for (const { by, rejectsWithoutReason, judge } of checks) {
    if (rejectsWithoutReason > 0)
      findings.push(
        stop(
          'rejects-without-reason',
          `${by} rejected ${rejectsWithoutReason} ${rejectsWithoutReason === 1 ? 'row' : 'rows'} without a reason.`,
          'Fill in review:reason and give the sheet back with verisim review --from.',
        ),
      );
    if (judge && judge.kappa < LEAST_AGREEMENT)
      findings.push(
        stop(
          'judge-unstable',
          `The judge agrees with ${by} by a kappa of ${judge.kappa.toFixed(2)} (95 % interval ${judge.low.toFixed(2)} to ${judge.high.toFixed(2)}, ${judge.rows} rows), below ${LEAST_AGREEMENT}.`,
          `Mend the judge's instructions or its threshold, judge again, and review again: it missed ${judge.judgeMissed} bad rows and refused ${judge.judgeStrict} good ones.`,
        ),
      );
  }
  return findings;
}

async function pipelineFindings(workspace: Workspace, entries: readonly LedgerEntry[]): Promise<readonly Finding[]> {
  const exists = (...parts: string[]) =>
    stat(workspace.path(...parts)).then(
      () => true,
      () => false,
    );
  const locks = entries.flatMap(({ event, details }) =>
    event === 'holdout-locked' ? [String((details as { id?: string }).id)] : [],
  );
  if (locks.length === 0 && (await exists('holdouts')))
    return [
      stop(
        'lock-without-ledger',
        'There is a locked holdout and the ledger does not tell of it.',
        'Restore ledger.jsonl and ledger.head from a copy, or move the .verisim folder away and lock anew.',
      ),
    ];
  if (locks.length === 0)
    return [
      stop(
        'no-lock',
        'No holdout is locked: nothing real is left to judge by that generation has not seen.',
        'Run verisim lock before anything is generated.',
      ),
    ];
  const lost: Finding[] = [];
  for (const id of locks) {
    if (await exists('holdouts', id, 'lock.json')) continue;
    lost.push(
      stop(
        'lock-lost',
        `The ledger tells of holdout ${id} and its files are gone.`,
        'Restore .verisim/holdouts from a copy.',
      ),
    );
  }
  return lost;
}

function versionFindings(entries: readonly LedgerEntry[], wanted: readonly string[]): readonly Finding[] {
  const recorded = entries.filter(({ event }) => event === 'dataset').map(({ details }) => JSON.stringify(details));
  const next =
    'Record it: verisim lock and verisim generate do so by themselves, and verisim history shows the versions.';
  if (recorded.length === 0) return [stop('no-versions', 'No data set has a version in the ledger.', next)];
  return wanted
    .filter((hash) => !recorded.some((text) => text.includes(hash)))
    .map((hash) => stop('no-version', `The data set ${hash.slice(0, 16)} has no version in the ledger.`, next));
}

function stop(rule: string, what: string, next: string): Finding {
  return { rule, level: 'error', message: `Stop: ${what} ${next}` };
}
