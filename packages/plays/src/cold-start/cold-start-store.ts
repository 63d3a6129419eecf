import { readFile } from 'node:fs/promises';
import type { Json, TableSpec } from '@verisim/core';
import { appendLedger, listRuns, readLedger, type Workspace } from '@verisim/workspace';
import { badPlan, noColdStart } from '../errors.ts';
import { spotChecks } from '../review/spot-check.ts';
import type { EvaluationNeed } from './cold-start.ts';
import type { ColdStartPlan } from './cold-start-plan.ts';
import type { Day } from './day.ts';
import type { ReplaceState } from './replace-state.ts';

/** What a cold start's run keeps, as `cold-start.json`. */
export interface KeptColdStart {
  readonly plan: ColdStartPlan;
  readonly need: EvaluationNeed;
  readonly source: string;
  /** The columns of the made rows. */
  readonly columns: TableSpec['columns'];
  /** Core's `tableHash` of the made rows: a spot check of them is a review. */
  readonly rowsHash: string;
  readonly learner: string;
  readonly seed: string;
}

/** A look at a cold start by somebody. */
export interface ColdReview {
  readonly play: string;
  readonly by: string;
  readonly note: string;
  readonly day: Day;
}

/** A cold start as a workspace holds it. */
export interface ColdStart extends KeptColdStart {
  /** Its run's folder. */
  readonly place: string;
  /** The oldest first. */
  readonly reviews: readonly ColdReview[];
  /** What real rows came, the last state; `null` while none has. */
  readonly replaced: ReplaceState | null;
  /** The run that holds that state. */
  readonly replacedIn: string | null;
  readonly ended: { readonly day: Day; readonly why: string } | null;
}

const FILE = 'cold-start.json';
const STATE = 'replace.json';
const REVIEWED = 'cold-start-reviewed';
const ENDED = 'cold-start-ended';

/** The names under which a cold start and a replacement keep what they know. */
export const coldStartFiles: { readonly kept: string; readonly state: string } = { kept: FILE, state: STATE };

/** Every cold start of a workspace, finished runs alone, the oldest first. */
export async function coldStarts(workspace: Workspace): Promise<readonly ColdStart[]> {
  const runs = (await listRuns(workspace)).filter(({ state }) => state === 'whole');
  const states = await Promise.all(
    runs
      .filter(({ manifest }) => manifest?.request.name === 'replace')
      .map(async ({ place }) => {
        const state = await readJson<ReplaceState>(workspace, place, STATE);
        return state === null ? [] : [{ place, state }];
      }),
  );
  const ledger = await readLedger(workspace);
  const checks = await spotChecks(workspace);
  const found: ColdStart[] = [];
  for (const { place, manifest } of runs) {
    if (manifest?.request.name !== 'play cold-start') continue;
    const kept = await readJson<KeptColdStart>(workspace, place, FILE);
    if (kept === null) continue;
    const own = states.flat().filter(({ state }) => state.play === place);
    const last = own.toSorted((a, b) => a.state.sequence - b.state.sequence).at(-1) ?? null;
    const events = (event: string) =>
      ledger.flatMap(({ event: name, details }) => {
        const said = details as unknown as ColdReview;
        return name === event && said.play === place ? [said] : [];
      });
    const looked = checks
      .filter(({ data }) => data === kept.rowsHash)
      .map(({ by, time, review }) => ({ play: place, by, note: `spot check ${review}`, day: time.slice(0, 10) }));
    const reviews = [...events(REVIEWED), ...looked].toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
    const retired = events(ENDED)[0];
    const ended = last?.state.ended ?? (retired ? { day: retired.day, why: `${retired.note} (${retired.by})` } : null);
    const replaced = { replaced: last?.state ?? null, replacedIn: last?.place ?? null };
    found.push({ ...kept, place, reviews, ...replaced, ended });
  }
  return found.toSorted((a, b) => (a.plan.started < b.plan.started ? -1 : Number(a.plan.started > b.plan.started)));
}

/** The cold start of a run, or the one that is open when none is named. Throws `plays/no-cold-start`. */
export async function coldStartOf(workspace: Workspace, place?: string): Promise<ColdStart> {
  const all = await coldStarts(workspace);
  const named =
    place === undefined ? all.filter(({ ended }) => ended === null) : all.filter((one) => one.place === place);
  if (named.length === 1) return named[0];
  const places = all.map((one) => one.place).join(', ');
  if (place !== undefined)
    throw noColdStart(
      `There is no cold start "${place}".`,
      all.length === 0 ? 'Make one with verisim play cold-start.' : `Cold starts: ${places}.`,
    );
  throw named.length === 0
    ? noColdStart(
        'There is no open cold start in this folder.',
        all.length === 0 ? 'Make one with verisim play cold-start.' : `These have ended: ${places}.`,
      )
    : noColdStart(`${named.length} cold starts are open.`, `Name one: ${named.map((one) => one.place).join(', ')}.`);
}

/** Puts a review into the ledger. Throws `plays/bad-plan` when it does not say who decided what. */
export async function recordColdReview(workspace: Workspace, review: ColdReview): Promise<void> {
  await appendLedger(workspace, { event: REVIEWED, details: stated(review, 'review') });
}

/** Ends a cold start by hand: its model is not used any more. Throws `plays/bad-plan`. */
export async function recordColdEnd(workspace: Workspace, end: ColdReview): Promise<void> {
  await appendLedger(workspace, { event: ENDED, details: stated(end, 'end') });
}

function stated(said: ColdReview, what: string): Json {
  const [by, note] = [said.by.trim(), said.note.trim()];
  if (by === '') throw badPlan(`The ${what} names nobody.`, 'Say who looked: --by "Ada Lovelace".');
  if (note === '')
    throw badPlan(`The ${what} says nothing.`, 'Say what was seen and decided: --note "No real rows yet; we keep it."');
  return { ...said, by, note } as unknown as Json;
}

async function readJson<T>(workspace: Workspace, place: string, name: string): Promise<T | null> {
  const text = await readFile(workspace.path('runs', place, name), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as T);
}
