import type { Context } from '@verisim/core';
import type { Calls } from './calls.ts';
import type { ChatMessage, Question } from './question.ts';
import type { Answer } from './settle.ts';

/** What a task makes of an answer's text: a value, or what is wrong with it, said to the model. */
export type Checked<T> = { readonly value: T } | { readonly problem: string };

/** An answer that was checked. */
export interface CheckedAnswer<T> {
  /** The last answer. */
  readonly answer: Answer;
  /** `null` when no answer could be used. */
  readonly value: T | null;
  /** Why not; `null` with a value. */
  readonly problem: string | null;
  /** Corrections asked for. */
  readonly corrections: number;
}

/** The most text of a bad answer that is shown to the model again. */
const SHOWN = 8000;

/**
 * Asks, and when the answer does not fit what the task wants, shows it to the model with what is wrong, `corrections` times (once when left
 * out). Each round is an answer of its own in the journal. Refused, filtered and cut answers are not corrected.
 */
export async function askChecked<T>(
  calls: Calls,
  question: Question & { readonly api: 'chat' },
  check: (text: string) => Checked<T>,
  ctx: Context,
  corrections = 1,
): Promise<CheckedAnswer<T>> {
  let asked = question;
  for (let round = 0; ; round++) {
    const answer = await calls.ask(asked, ctx);
    if (answer.text === null) {
      return { answer, value: null, problem: `${answer.state}: ${answer.reason ?? ''}`, corrections: round };
    }
    const checked = check(answer.text);
    if ('value' in checked) return { answer, value: checked.value, problem: null, corrections: round };
    if (round >= corrections) return { answer, value: null, problem: checked.problem, corrections: round };
    asked = correction(asked, answer.text, checked.problem);
  }
}

function correction<Q extends Question & { readonly api: 'chat' }>(question: Q, text: string, problem: string): Q {
  const messages: ChatMessage[] = [
    ...question.body.messages,
    { role: 'assistant', content: text.slice(0, SHOWN) },
    {
      role: 'user',
      content: `That answer cannot be used: ${problem}\nAnswer the request again, in the form asked for and nothing else.`,
    },
  ];
  return { ...question, body: { ...question.body, messages } };
}
