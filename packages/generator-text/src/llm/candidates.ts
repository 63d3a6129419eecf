import type { Context } from '@verisim/core';
import { askChecked } from '../calls/ask-checked.ts';
import type { OpenedCalls } from '../calls/calls.ts';
import type { TaskRow } from '../tasks/text-task.ts';
import type { SlotQuestion } from './ask-slots.ts';
import { readJson } from './read-json.ts';
import { cellTags } from './row-tags.ts';
import type { Slot } from './slots.ts';
import type { TextPlan } from './text-plan.ts';

/** A row that a model wrote, not yet checked. */
export interface Candidate {
  readonly slot: Slot;
  readonly label: string | null;
  readonly values: TaskRow;
  /** Of its answer in the journal. */
  readonly key: string;
  /** The training rows that were shown, by number. */
  readonly parents: readonly number[];
  readonly tags: readonly string[];
  readonly persona: string | null;
  /** A seed that was shown held hidden characters. */
  readonly normalised: boolean;
  /** What a judge said; `null` where none did. */
  readonly judged: { readonly accepts: boolean; readonly says: string } | null;
  readonly difficulty: string | null;
}

/** What one question brought: rows, and why others are not there. */
export interface Brought {
  readonly candidates: readonly Candidate[];
  readonly dropped: readonly { readonly key: string; readonly reason: string; readonly rows: number }[];
}

/** Asks a question and reads its rows. A row that gives the fence away, and so may hold the prompt, is not taken. */
export async function askSlots(
  plan: TextPlan,
  calls: OpenedCalls,
  { question, parts, slots }: SlotQuestion,
  ctx: Context,
): Promise<Brought> {
  const { task, options } = plan;
  const schema = task.schema(parts);
  const { corrections } = options.asking;
  const { answer, value } = await askChecked(calls, question, (text) => readJson(schema, text), ctx, corrections);
  const { key } = answer;
  if (value === null) {
    const reason = answer.state === 'complete' ? 'unreadable answer' : answer.state;
    return { candidates: [], dropped: [{ key, reason, rows: slots.length }] };
  }
  const rows = task.rows(value, parts).slice(0, slots.length);
  const dropped = [{ key, reason: 'not given', rows: slots.length - rows.length }];
  const candidates: Candidate[] = [];
  for (const [i, values] of rows.entries()) {
    if (Object.values(values).some((text) => text.includes(parts.nonce))) {
      dropped.push({ key, reason: 'holds the prompt', rows: 1 });
      continue;
    }
    candidates.push({
      slot: slots[i],
      label: parts.label,
      values,
      key,
      parents: parts.seeds.map(({ row }) => row),
      tags: cellTags(parts.wishes[i]),
      persona: parts.wishes[i].persona,
      normalised: parts.seeds.some(({ normalised }) => normalised),
      judged: null,
      difficulty: difficultyOf(parts, i),
    });
  }
  return { candidates, dropped: dropped.filter((drop) => drop.rows > 0) };
}

/** A difficulty that was asked for. */
function difficultyOf({ wishes }: SlotQuestion['parts'], i: number): string | null {
  const asked = wishes[i].attributes.find(([name]) => name === 'difficulty' || name === 'border');
  return asked === undefined ? null : 'hard';
}
