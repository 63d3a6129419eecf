import { type ListedRun, listRuns, readLedger, type Workspace } from '@verisim/workspace';
import { signOffStates } from '../review/sign-off-section.ts';
import { latestRunFor } from '../review/sign-run.ts';
import { spotChecks } from '../review/spot-check.ts';
import { type AskedSweep, staleRatio } from './ratio-step.ts';

/** One of the seven steps, and where a project stands with it. */
export interface ProjectStep {
  readonly step: 'gap' | 'holdout' | 'baseline' | 'review' | 'ratio' | 'play' | 'sign-off';
  readonly state: 'done' | 'missing' | 'attention';
  /** What there is. */
  readonly what: string;
  /** The command that comes next here; `null` when there is nothing to do. */
  readonly next: string | null;
}

/**
 * Where a project stands with the seven steps, in their order. `gap` is the sentence of its config, `null` without one; `sweep` what it asks of a
 * sweep, so that one that does not hold any more is seen.
 */
export async function projectState(
  workspace: Workspace,
  { gap, sweep = {} }: { readonly gap: string | null; readonly sweep?: AskedSweep },
): Promise<readonly ProjectStep[]> {
  const runs = (await listRuns(workspace)).filter(({ state }) => state === 'whole');
  return [
    gapStep(gap, runs),
    await holdoutStep(workspace),
    runStep('baseline', /baseline/, runs, 'verisim baseline'),
    await reviewStep(workspace),
    await ratioStep(workspace, runs, sweep),
    runStep('play', /^(play|coverage|cold|distill|demo)/, runs, 'verisim play'),
    await signOffStep(workspace),
  ];
}

function gapStep(gap: string | null, runs: readonly ListedRun[]): ProjectStep {
  if (gap !== null) return { step: 'gap', state: 'done', what: gap, next: null };
  const played = latest(runs, /^play coverage/)?.manifest?.request.plan as { readonly gap?: string } | undefined;
  if (played?.gap) return { step: 'gap', state: 'done', what: played.gap, next: null };
  const found = latest(runs, /^gap/);
  if (found === null)
    return { step: 'gap', state: 'missing', what: 'no gap is named', next: 'verisim gap, then verisim init' };
  return {
    step: 'gap',
    state: 'attention',
    what: `gaps were proposed (${found.place}), none is chosen`,
    next: 'verisim init',
  };
}

async function holdoutStep(workspace: Workspace): Promise<ProjectStep> {
  const entries = await readLedger(workspace);
  const locks = entries.filter(({ event }) => event === 'holdout-locked');
  if (locks.length === 0)
    return { step: 'holdout', state: 'missing', what: 'no holdout is locked', next: 'verisim lock' };
  const opened = entries.filter(({ event }) => event === 'holdout-opened').length;
  const ids = locks.map(({ details }) => {
    const { id, rows } = details as { readonly id: string; readonly rows: number };
    return `${id.slice(0, 8)} (${rows.toLocaleString('en-US')} rows)`;
  });
  const times = opened === 0 ? 'never opened' : `opened ${opened === 1 ? 'once' : `${opened} times`}`;
  return { step: 'holdout', state: 'done', what: `${ids.join(', ')}, ${times}`, next: null };
}

function runStep(step: ProjectStep['step'], name: RegExp, runs: readonly ListedRun[], next: string): ProjectStep {
  const found = latest(runs, name);
  if (found === null) return { step, state: 'missing', what: 'no finished run', next };
  const { decisions } = (found.manifest?.summary ?? {}) as { readonly decisions?: readonly string[] };
  const said = decisions && decisions.length > 0 ? `: ${decisions.join(', ')}` : '';
  return { step, state: 'done', what: `${found.place}${said}`, next: null };
}

async function ratioStep(workspace: Workspace, runs: readonly ListedRun[], asked: AskedSweep): Promise<ProjectStep> {
  const step = runStep('ratio', /sweep|coverage|demo/, runs, 'verisim sweep');
  const stale = await staleRatio(workspace, asked);
  if (stale === null || stale.reasons.length === 0) return step;
  const what = `${stale.place} is stale: ${stale.reasons.join('; ')}`;
  return { step: 'ratio', state: 'attention', what, next: 'verisim sweep' };
}

async function reviewStep(workspace: Workspace): Promise<ProjectStep> {
  const found = (await spotChecks(workspace)).at(-1);
  const next = 'verisim review';
  if (found === undefined)
    return { step: 'review', state: 'missing', what: 'nobody has looked at synthetic rows', next };
  const { by, random, worst, rejectRate } = found;
  const rate = rejectRate === null ? '' : ` (${(100 * rejectRate.rate).toFixed(0)} % rejected)`;
  const what = `${by} decided ${random.accepted + random.rejected} random rows${rate} and ${worst.accepted + worst.rejected} of the worst`;
  const open = worst.accepted + worst.rejected === 0 || found.rejectsWithoutReason > 0;
  return { step: 'review', state: open ? 'attention' : 'done', what, next: open ? next : null };
}

async function signOffStep(workspace: Workspace): Promise<ProjectStep> {
  const runs = {
    baseline: await latestRunFor(workspace, 'baseline'),
    ratio: await latestRunFor(workspace, 'ratio'),
    play: await latestRunFor(workspace, 'play'),
    privacy: (await latestRunFor(workspace, 'privacy')) ?? undefined,
  };
  const states = await signOffStates(workspace, runs);
  const open = states.filter(({ state }) => state !== 'signed');
  const first = open.find(({ state }) => state !== 'no run');
  const what = states
    .map(({ subject, state, signOff }) => `${subject} ${state === 'signed' ? `signed by ${signOff!.name}` : state}`)
    .join(', ');
  const next = first
    ? `verisim sign ${first.run} --as ${first.subject} --role ${first.role === 'engineer' ? 'engineer' : 'lead'} --name NAME`
    : null;
  const stale = open.some(({ state }) => state === 'stale');
  return { step: 'sign-off', state: stale ? 'attention' : open.length > 0 ? 'missing' : 'done', what, next };
}

function latest(runs: readonly ListedRun[], name: RegExp): ListedRun | null {
  const found = runs.filter(({ manifest }) => manifest !== null && name.test(manifest.request.name));
  return found.toSorted((a, b) => (a.manifest!.time < b.manifest!.time ? -1 : 1)).at(-1) ?? null;
}
