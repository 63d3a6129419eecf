import type { AgentReply } from './agent.ts';
import type { Task } from './tasks.ts';

const WORD = /[\p{L}\d]+(?::\d+)?/gu;
const DONE = /\b(booked|confirmed|done|reserved|arranged|registered)\b/i;

/** A reply with nothing left out. */
export interface ReadReply extends AgentReply {
  readonly asks: string | undefined;
  readonly claims: Readonly<Record<string, string>>;
  readonly done: boolean;
}

/** Words in small letters, times whole. */
export const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(WORD) ?? [];

/**
 * The values of a task's slots that a text names; the last for each slot. Words of five letters or more may be one letter off, but not
 * the first: `right` is no `eight`.
 */
export function valuesIn(task: Task, text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const word of wordsOf(text))
    for (const { name, values } of task.slots) {
      const value =
        values.find((one) => one === word) ??
        values.find((one) => one.length >= 5 && one[0] === word[0] && isNear(one, word));
      if (value !== undefined) found[name] = value;
    }
  return found;
}

/** What an agent means, from its text where it does not say: a question after a slot, values it names, that all is done. */
export function readReply(task: Task, reply: AgentReply): ReadReply {
  const { text } = reply;
  const question = text.split(/(?<=[.!?])\s+/).findLast((sentence) => sentence.endsWith('?'));
  const words = new Set(wordsOf(question ?? ''));
  const named = valuesIn(task, text);
  const asked = task.slots.find(({ words: own }) => own.some((word) => words.has(word)))?.name;
  const confirms = Object.keys(named).length === task.slots.length;
  return {
    text,
    asks: 'asks' in reply ? reply.asks : confirms ? undefined : asked,
    claims: reply.claims ?? named,
    done: reply.done ?? (question === undefined && DONE.test(text)),
  };
}

/** Whether two words are one edit apart: a letter changed, left out, put in, or two swapped (Damerau 1964). */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return (x.length <= 1 && y.length <= 1) || (x.length === 2 && x[0] === y[1] && x[1] === y[0]);
}
