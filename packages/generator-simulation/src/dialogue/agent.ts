import type { Draws } from '../kernel/entity-random.ts';
import type { Task } from './tasks.ts';

/** A turn as both sides see it. */
export interface SpokenTurn {
  readonly speaker: 'user' | 'agent';
  readonly text: string;
}

/** What an agent knows when it is its turn. */
export interface AgentView {
  /** Names the dialogue: block and number. */
  readonly dialogue: string;
  readonly task: Task;
  /** The turns so far; the last is the user's. */
  readonly turns: readonly SpokenTurn[];
  readonly signal: AbortSignal;
  /** Chance for each turn by its position in `turns`, the same whenever it is asked for. */
  readonly random: (turn: number) => Draws;
}

/** What an agent says. Where it leaves out what it means, that is read from its text. */
export interface AgentReply {
  readonly text: string;
  /** The slot that it asks for. */
  readonly asks?: string | undefined;
  /** What it takes the user's wishes for, by slot. */
  readonly claims?: Readonly<Record<string, string>> | undefined;
  /** The task is done as claimed, and the dialogue over. */
  readonly done?: boolean | undefined;
}

/** Answers a user: a script, or a language model behind a function of the caller's. */
export type Agent = (view: AgentView) => AgentReply | Promise<AgentReply>;
