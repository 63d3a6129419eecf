import { checkpoint } from '@verisim/core';
import type { Agent, AgentView, SpokenTurn } from './agent.ts';
import { createMockUser, type UserChance } from './mock-user.ts';
import type { DialogueSettings } from './options.ts';
import type { Task } from './tasks.ts';
import type { DialogueAct, DialogueOutcome, Goal, Turn } from './turn.ts';
import { readReply } from './understand.ts';

/** A dialogue from its first turn to its last. */
export interface Dialogue {
  /** Block and number. */
  readonly name: string;
  readonly task: Task;
  readonly turns: readonly Turn[];
  /** What the user wanted at the end. */
  readonly goal: Goal;
  readonly outcome: DialogueOutcome;
}

/** Lets a mock user talk with an agent until the task is done, the user leaves or the turns are used up. Aborts between turns. */
export async function converse(
  name: string,
  task: Task,
  settings: DialogueSettings,
  chance: UserChance,
  { agent, random }: { readonly agent: Agent; readonly random: AgentView['random'] },
  signal: AbortSignal,
): Promise<Dialogue> {
  const user = createMockUser(task, settings, chance);
  const turns: Turn[] = [user.open()];
  const asked = new Set<string>();
  let outcome: DialogueOutcome = 'unfinished';
  while (turns.length + 2 <= settings.limit && outcome === 'unfinished') {
    await checkpoint(signal);
    const spoken = turns.map(({ speaker, text }): SpokenTurn => ({ speaker, text }));
    const reply = readReply(task, await agent({ dialogue: name, task, turns: spoken, signal, random }));
    const { text, asks, claims, done } = reply;
    const again = asks !== undefined && asked.has(asks);
    if (asks !== undefined) asked.add(asks);
    const full = task.slots.every((slot) => claims[slot.name] !== undefined);
    const act: DialogueAct = done
      ? 'done'
      : again
        ? 'ask-again'
        : asks !== undefined
          ? 'ask'
          : full
            ? 'confirm'
            : 'say';
    turns.push({
      speaker: 'agent',
      act,
      slot: asks ?? null,
      text,
      meant: text,
      cause: 'agent',
      claims,
      goal: user.goal,
    });
    const answer = user.answer(reply, again);
    turns.push(answer);
    if (answer.act === 'leave') outcome = 'left';
    if (done) outcome = task.slots.every((slot) => claims[slot.name] === user.goal[slot.name]) ? 'success' : 'wrong';
  }
  return { name, task, turns, goal: user.goal, outcome };
}
