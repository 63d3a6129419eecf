import type { Agent, AgentReply } from './agent.ts';
import { valuesIn, wordsOf } from './understand.ts';

const YES = new Set(['yes', 'yeah', 'yep', 'correct', 'right', 'fine']);

/**
 * An agent that fills slots: asks for the first one it does not know, says what it understood, and does it when the user agrees. It understands values by their words
 * alone, so that typos can mislead it, and takes another value than it was told with a chance of `mistakes`.
 */
export const scriptedAgent =
  (mistakes = 0): Agent =>
  ({ task, turns, random }): AgentReply => {
    const claims: Record<string, string> = {};
    for (const [turn, { speaker, text }] of turns.entries()) {
      if (speaker !== 'user') continue;
      const chance = random(turn);
      for (const [name, value] of Object.entries(valuesIn(task, text))) {
        const others = task.slots.find((slot) => slot.name === name)?.values.filter((one) => one !== value) ?? [];
        const [luck, which] = [chance.next(), chance.next()];
        claims[name] = luck < mistakes ? others[Math.floor(which * others.length)] : value;
      }
    }
    const missing = task.slots.find(({ name }) => claims[name] === undefined);
    if (missing) {
      const { name, asks } = missing;
      const before = turns.filter(({ speaker, text }) => speaker === 'agent' && asks.some((ask) => text.endsWith(ask)));
      const sorry = before.length > 0 ? 'Sorry, I did not get that. ' : '';
      return { text: sorry + asks[before.length % asks.length], asks: name, claims, done: false };
    }
    const summary = task.slots.map(({ name }) => `${name} ${claims[name]}`).join(', ');
    const [said, last] = [turns.at(-2), turns[turns.length - 1]];
    const proposed = `So that is ${summary}. Is that right?`;
    const agreed = said?.text === proposed && wordsOf(last.text).some((word) => YES.has(word));
    if (agreed) return { text: `Done, it is all arranged: ${summary}.`, asks: undefined, claims, done: true };
    return { text: proposed, asks: undefined, claims, done: false };
  };
