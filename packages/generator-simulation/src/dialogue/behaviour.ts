import { MISTYPED } from './typos.ts';

/** What users did, out of how often they could have. */
export interface Behaviour {
  readonly cooperativeness: Counted;
  readonly impatience: Counted;
  readonly changes: Counted;
  readonly typos: Counted;
}

/** Times something happened, and times it could have. */
export interface Counted {
  count: number;
  of: number;
}

/** Turns as columns, in order within each dialogue. */
export interface TurnColumns {
  readonly dialogue: readonly string[];
  readonly speaker: readonly string[];
  readonly act: readonly string[];
  readonly text: readonly string[] | null;
  readonly meant: readonly string[] | null;
}

const zero = (): Counted => ({ count: 0, of: 0 });

/** Nothing seen yet. */
export const noBehaviour = (): Behaviour => ({
  cooperativeness: zero(),
  impatience: zero(),
  changes: zero(),
  typos: zero(),
});

/**
 * Counts turns: answers to questions (`inform` against `refuse`), leaving when asked again, other wishes among all turns after the first in which one could have come (not when leaving or
 * after thanks), words that are not as meant.
 */
export function countBehaviour(turns: TurnColumns, into: Behaviour): void {
  const { dialogue, speaker, act, text, meant } = turns;
  let changed = '';
  for (const [row, did] of act.entries()) {
    if (speaker[row] !== 'user') continue;
    const before = row > 0 && dialogue[row - 1] === dialogue[row] ? act[row - 1] : null;
    if (before === 'ask-again') add(into.impatience, did === 'leave');
    if (did === 'inform' || did === 'refuse') add(into.cooperativeness, did === 'inform');
    const free = before !== null && before !== 'done' && did !== 'leave';
    if (free && changed !== dialogue[row]) add(into.changes, did === 'change');
    if (did === 'change') changed = dialogue[row];
    if (text && meant) countTypos(text[row], meant[row], into.typos);
  }
}

function add(counted: Counted, happened: boolean): void {
  counted.of++;
  if (happened) counted.count++;
}

/** Words, between which nothing is mistyped, one by one. */
function countTypos(text: string, meant: string, typos: Counted): void {
  const [typed, wanted] = [text, meant].map((one) => one.split(' '));
  for (const [i, word] of wanted.entries()) for (const _ of word.match(MISTYPED) ?? []) add(typos, typed[i] !== word);
}
