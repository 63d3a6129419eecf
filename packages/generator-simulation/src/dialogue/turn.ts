/** What a turn does. The first five are an agent's. */
export const dialogueActs = [
  'ask',
  'ask-again',
  'confirm',
  'done',
  'say',
  'open',
  'inform',
  'refuse',
  'change',
  'correct',
  'affirm',
  'remind',
  'leave',
  'thank',
] as const;
/** One of {@link dialogueActs}. */
export type DialogueAct = (typeof dialogueActs)[number];

/** Why a turn is as it is. */
export const dialogueCauses = ['goal', 'uncooperative', 'changed-mind', 'careless', 'impatience', 'agent'] as const;
/** One of {@link dialogueCauses}. */
export type DialogueCause = (typeof dialogueCauses)[number];

/** How a dialogue ends: as wished, otherwise, the user gone, or neither within the limit. */
export const dialogueOutcomes = ['success', 'wrong', 'left', 'unfinished'] as const;
/** One of {@link dialogueOutcomes}. */
export type DialogueOutcome = (typeof dialogueOutcomes)[number];

/** What somebody wants, by slot. */
export type Goal = Readonly<Record<string, string>>;

/** A turn with its ground truth. */
export interface Turn {
  readonly speaker: 'user' | 'agent';
  readonly act: DialogueAct;
  /** The slot that it is about. */
  readonly slot: string | null;
  /** As it was typed, and before it was mistyped. */
  readonly text: string;
  readonly meant: string;
  readonly cause: DialogueCause;
  /** What an agent takes the user's wishes for; `null` of a user. */
  readonly claims: Goal | null;
  /** What the user wants at that time. */
  readonly goal: Goal;
}
