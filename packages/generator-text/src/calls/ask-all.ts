import type { Context } from '@verisim/core';
import type { OpenedCalls } from './calls.ts';
import type { Question } from './question.ts';
import type { Answer } from './settle.ts';
import { sideBySide } from './side-by-side.ts';

/** Asks questions side by side and gives the answers in the order of the questions, whichever came first. Throws what `ask` throws. */
export async function* askAll(
  calls: OpenedCalls,
  questions: Iterable<Question> | AsyncIterable<Question>,
  ctx: Context,
  total?: number,
): AsyncGenerator<Answer> {
  let done = 0;
  const tally = () => ({ kept: done, ...(total !== undefined && { total }) });
  for await (const answer of sideBySide(calls, questions, (question) => calls.ask(question, ctx), tally, ctx)) {
    done++;
    yield answer;
  }
}
