import type { Context, Generator, Table } from '@verisim/core';
import { entityStreams } from '../kernel/entity-random.ts';
import { simulator } from '../simulator.ts';
import type { Agent } from './agent.ts';
import { converse, type Dialogue } from './converse.ts';
import { dialogueColumns, dialogueTable } from './dialogue-table.ts';
import { fitDialogue } from './fit-dialogue.ts';
import { type DialogueOptions, type DialogueSettings, dialogueOptions, readDialogue } from './options.ts';
import { scriptedAgent } from './scripted-agent.ts';
import { selfTestDialogue } from './self-test-dialogue.ts';

/** Rows of a block: a long text each; with a live agent fewer, since its answers cost. */
const [SCRIPTED_ROWS, LIVE_ROWS] = [2048, 256];
const deciders = ['goal', 'wording', 'cooperation', 'patience', 'change', 'typos'] as const;

/** An agent for mock users to talk with. */
export interface DialogueParts {
  readonly agent: Agent;
  /** Dialogues under way at once, 4 when left out. The rows do not depend on it if the agent's replies do not. */
  readonly concurrency?: number;
}

/**
 * Mock users in dialogue with an agent of the caller's, such as a language model. One row per turn. What the agent answers is not known beforehand, so the generator does not promise equal
 * rows; errors of the agent pass through.
 */
export function dialogueWith({ agent, concurrency = 4 }: DialogueParts): Generator<DialogueOptions, 'nothing'> {
  const generator = dialogues(() => agent, concurrency, LIVE_ROWS);
  return { ...generator, traits: { ...generator.traits, reproducible: false } };
}

function dialogues(
  agentOf: (settings: DialogueSettings) => Agent,
  concurrency: number,
  blockRows: number,
): Generator<DialogueOptions, 'nothing'> {
  return simulator<DialogueOptions>({
    name: 'dialogue',
    version: '0.1.0',
    summary: 'Mock users in dialogue: goals, impatience, typos, changed minds, cooperativeness',
    options: dialogueOptions,
    blockRows,
    fitted({ like, ...options }) {
      if (like === undefined) return null;
      const found = fitDialogue(options, like);
      const { cooperativeness, impatience, changes, typos } = found;
      return { options: found, rates: { cooperativeness, impatience, changes, typos } };
    },
    world(options) {
      const settings = readDialogue(options);
      const agent = agentOf(settings);
      return {
        schema: { columns: dialogueColumns },
        simulate: (block, rows, ctx) => simulate(settings, agent, concurrency, block, rows, ctx),
        selfTest: () => selfTestDialogue(settings, blockRows === SCRIPTED_ROWS),
      };
    },
  });
}

/**
 * Mock users in dialogue with a scripted agent that fills slots: goals and outcomes are known, and what made each turn. One row per turn; the last dialogue of a block may be cut.
 */
export const dialogue: Generator<DialogueOptions, 'nothing'> = dialogues(
  ({ mistakes }) => scriptedAgent(mistakes),
  1,
  SCRIPTED_ROWS,
);

async function simulate(
  settings: DialogueSettings,
  agent: Agent,
  concurrency: number,
  block: number,
  rows: number,
  ctx: Context,
): Promise<Table> {
  const streams = deciders.map((name) => entityStreams(ctx.random.fork(name)));
  const agents = ctx.random.fork('agent');
  const choose = entityStreams(ctx.random.fork('task'));
  const talk = (number: number) => {
    const chance = Object.fromEntries(deciders.map((name, i) => [name, streams[i](number)]));
    const task = settings.tasks[Math.floor(choose(number).next() * settings.tasks.length)];
    const random = entityStreams(agents.fork(String(number)));
    const users = chance as Parameters<typeof converse>[3];
    return converse(`${block}-${number}`, task, settings, users, { agent, random }, ctx.signal);
  };
  const found: Dialogue[] = [];
  for (let turns = 0; turns < rows; ) {
    // No more at once than are likely to be needed.
    const usual = found.length === 0 ? 12 : turns / found.length;
    const wave = Math.max(1, Math.min(concurrency, Math.ceil((rows - turns) / usual)));
    const made = await Promise.all(Array.from({ length: wave }, (_, i) => talk(found.length + i)));
    found.push(...made);
    turns += made.reduce((sum, one) => sum + one.turns.length, 0);
    ctx.progress({ done: Math.min(rows, turns), total: rows, note: 'turns' });
  }
  return dialogueTable(found, rows);
}
