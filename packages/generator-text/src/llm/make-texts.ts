import {
  type Condition,
  type Context,
  columnsWithRole,
  dropColumns,
  matchRows,
  resolveConditions,
  type Table,
} from '@verisim/core';
import { normalForm } from '@verisim/text-measures';
import { buyBatch } from '../calls/batch.ts';
import type { OpenedCalls } from '../calls/calls.ts';
import { sideBySide } from '../calls/side-by-side.ts';
import { shuffled } from '../diversity/grid.ts';
import { questionsFor, type SlotQuestion } from './ask-slots.ts';
import { askSlots, type Candidate } from './candidates.ts';
import { judgeRows } from './judge-rows.ts';
import { batchSettings, judgeOptions } from './llm-options.ts';
import { type Group, groupsOf, type Slot, slotsFor } from './slots.ts';
import type { TextPlan } from './text-plan.ts';
import { textsTable } from './texts-table.ts';

/** What checks say of rows: why each goes, `null` for those that stay, and how difficult each is. */
export interface Screened {
  readonly reasons: readonly (string | null)[];
  readonly difficulty?: readonly (string | null)[];
}

/** Checks rows against those accepted before, ahead of any judge that costs money. Both without lineage columns. */
export type Screen = (rows: Table, accepted: Table | null, ctx: Context) => Promise<Screened>;

/** What stays outside of options and plans. */
export interface Live {
  readonly calls: OpenedCalls;
  /** Where the judge is asked, when it is at another endpoint. */
  readonly judgeCalls?: OpenedCalls;
  /** Checks of the caller's own, beside exact copies and repeats, which always go. */
  readonly screen?: Screen;
  /** The same, made for the plan of each model; in place of `screen`. */
  readonly screenFor?: (plan: TextPlan) => Screen;
}

/** Rows, and what became of those that are not among them. */
export interface MadeTexts {
  readonly rows: readonly Candidate[];
  /** Rows dropped, by reason, most first. */
  readonly dropped: ReadonlyMap<string, number>;
  /** Rows asked for and not had. */
  readonly missing: readonly { readonly label: string | null; readonly rows: number }[];
  readonly rounds: number;
}

/** Rounds after the first; each asks for what is still missing. */
const TOP_UPS = 8;
/** Rounds in a row that may bring nothing. */
const BARREN = 2;

/**
 * Makes rows: asks for all, drops what is unusable, copied, repeated or refused by the checks, has the rest judged, and asks again for what is missing, up to eight
 * times. Rows follow from the plan, chance and the answers alone. Throws what asking throws.
 */
export async function makeTexts(
  plan: TextPlan,
  live: Live,
  request: { readonly rows: number; readonly where?: readonly Condition[] },
  ctx: Context,
): Promise<MadeTexts> {
  const groups = groupsOf(plan, request.where);
  const slots = groups.length === 0 ? [] : slotsFor(plan, groups, request.rows, ctx.random.fork('slots'));
  const work: Work = { plan, live, groups, request, kept: new Map(), seen: seenSeeds(plan), dropped: new Map() };
  let open = slots;
  let round = 0;
  for (let barren = 0; round <= TOP_UPS && open.length > 0 && barren < BARREN; round++) {
    const before = work.kept.size;
    await makeRound(work, open, round, ctx);
    open = slots.filter(({ row }) => !work.kept.has(row));
    barren = work.kept.size === before ? barren + 1 : 0;
  }
  const order = shuffled(slots.length, ctx.random.fork('order'));
  const rows = Array.from(order, (row) => work.kept.get(row)).filter((row) => row !== undefined);
  const dropped = new Map([...work.dropped].sort((a, b) => b[1] - a[1]));
  return { rows, dropped, missing: missingOf(groups, open), rounds: round };
}

interface Work {
  readonly plan: TextPlan;
  readonly live: Live;
  readonly groups: readonly Group[];
  readonly request: { readonly rows: number; readonly where?: readonly Condition[] };
  /** By the number of the slot. */
  readonly kept: Map<number, Candidate>;
  /** Normal forms of seeds and of rows that are kept. */
  readonly seen: Set<string>;
  readonly dropped: Map<string, number>;
}

async function makeRound(work: Work, open: readonly Slot[], round: number, ctx: Context): Promise<void> {
  const { plan, live, groups, request, kept } = work;
  const questions = () => questionsFor(plan, groups, open, round, ctx.random.fork('questions'));
  if (plan.options.asking.batch) {
    const asked = Array.from(questions(), ({ question }) => question);
    await buyBatch(live.calls, asked, ctx, batchSettings(plan.options));
  }
  const tally = () => ({ kept: kept.size, total: request.rows });
  const candidates: Candidate[] = [];
  const ask = (question: SlotQuestion) => askSlots(plan, live.calls, question, ctx);
  for await (const brought of sideBySide(live.calls, questions(), ask, tally, ctx)) {
    candidates.push(...brought.candidates);
    for (const { key, reason, rows } of brought.dropped) for (let i = 0; i < rows; i++) drop(work, key, reason);
  }
  const fresh = candidates.filter((row) => isNew(work, row));
  const screened = await screenRows(work, fresh, ctx);
  const judged = await judgeRows(plan, live.judgeCalls ?? live.calls, screened, tally, ctx);
  for (const row of judged) {
    if (row.judged?.accepts === false && judgeOptions(plan.options)?.drop) drop(work, row.key, 'judge');
    else {
      kept.set(row.slot.row, row);
      live.calls.keep(row.key);
    }
  }
  for (const row of fresh) if (!kept.has(row.slot.row)) work.seen.delete(formOf(row));
}

function drop({ live, dropped }: Work, key: string, reason: string): void {
  dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
  live.calls.reject(key, reason);
}

/** A row that says again what a seed or a row says is dropped. */
function isNew(work: Work, row: Candidate): boolean {
  const form = formOf(row);
  if (!work.seen.has(form)) {
    work.seen.add(form);
    return true;
  }
  drop(work, row.key, 'repeated');
  return false;
}

async function screenRows(work: Work, rows: readonly Candidate[], ctx: Context): Promise<readonly Candidate[]> {
  const { plan, live, request, kept } = work;
  if (rows.length === 0) return rows;
  const whole = textsTable(plan, rows);
  const table = withoutLineage(whole);
  const met =
    request.where === undefined ? null : new Set(matchRows(whole, resolveConditions(whole.spec, request.where)));
  const before = kept.size === 0 ? null : withoutLineage(textsTable(plan, [...kept.values()]));
  const { reasons, difficulty } = (await live.screen?.(table, before, ctx)) ?? { reasons: rows.map(() => null) };
  return rows.flatMap((row, i) => {
    const reason = met !== null && !met.has(i) ? 'condition' : reasons[i];
    if (reason !== null) {
      drop(work, row.key, reason);
      return [];
    }
    return [{ ...row, difficulty: row.difficulty ?? difficulty?.[i] ?? null }];
  });
}

function withoutLineage(table: Table): Table {
  return dropColumns(table, columnsWithRole(table.spec, 'lineage'));
}

function formOf({ values }: Candidate): string {
  return normalForm(Object.values(values).join('\n'));
}

function seenSeeds({ task, seeds }: TextPlan): Set<string> {
  return new Set(task.columns === null ? seeds.map(({ text }) => normalForm(text)) : []);
}

function missingOf(groups: readonly Group[], open: readonly Slot[]): MadeTexts['missing'] {
  const counts = groups.map(({ label }, at) => ({ label, rows: open.filter(({ group }) => group === at).length }));
  return counts.filter(({ rows }) => rows > 0);
}
