import { type ApiError, badRequest } from './api-answer.ts';
import type { DoubleModel } from './double-model.ts';
import type { ModelRequest, Service } from './service.ts';
import { type ToySample, toySamples } from './toy-model.ts';
import type { ToyPrompt } from './toy-prompt.ts';
import { promptToyTokens } from './toy-tokens.ts';

/** The samples to a prompt and the tokens of the prompt, or why there are none. */
export function toyAnswers(
  prompt: ToyPrompt,
  { attempt, outcome }: ModelRequest,
  { toy, random }: Service,
  model: DoubleModel,
): { readonly samples: readonly ToySample[]; readonly promptTokens: number } | ApiError {
  const schema = typeof prompt.schema === 'object' ? (prompt.schema ?? undefined) : undefined;
  const promptTokens = promptToyTokens(
    prompt.messages.map(({ text }) => text),
    schema,
  );
  const most = model.contextTokens ?? 128_000;
  if (promptTokens + (prompt.maxTokens ?? 0) > most) {
    const what = `This model's maximum context length is ${most} tokens. Your messages resulted in ${promptTokens} tokens.`;
    return badRequest(what, 'messages', 'context_length_exceeded');
  }
  const own = toy.variesByAttempt ? random.fork(`attempt:${attempt}`) : random;
  try {
    return { samples: toySamples(prompt, toy, own, outcome), promptTokens };
  } catch (error) {
    if (schema === undefined) throw error;
    return badRequest(`The toy model cannot meet this schema: ${(error as Error).message}`, 'response_format');
  }
}
