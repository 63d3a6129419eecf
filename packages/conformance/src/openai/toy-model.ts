import type { Random } from '@verisim/core';
import type { ModelOutcome } from './fault.ts';
import { toyJson } from './toy-json.ts';
import { lastUserText, type ToyPrompt } from './toy-prompt.ts';
import { toyText, toyWords } from './toy-text.ts';
import { countToyTokens, toyTokens } from './toy-tokens.ts';

/** How the toy model answers. */
export interface ToyBehaviour {
  /** The label it holds true for the last message of the user; without it the label that the message names most often. */
  readonly truth?: (text: string) => string | undefined;
  /** The chance in [0, 1] that a sample says another label than the true one, 0 when left out. Each sample errs on its own. */
  readonly errorRate?: number;
  /** An answer of your own; `undefined` leaves it to the toy model. Draw from `random` alone, so that equal requests get equal answers. */
  readonly answer?: (
    prompt: ToyPrompt,
    sample: { readonly index: number; readonly random: Random },
  ) => string | undefined;
  /**
   * Whether the same request sent again gets another answer, as from most real models: shows a client that bought twice. When left out an
   * answer hangs on model, messages, schema, seed and index alone.
   */
  readonly variesByAttempt?: boolean;
}

/** One answer of the toy model. */
export interface ToySample {
  readonly text: string;
  readonly refusal: string | null;
  readonly finish: 'stop' | 'length' | 'content_filter';
  readonly tokens: number;
}

const REFUSAL = "I'm sorry, but I can't help with that.";
const HUGE_BYTES = 10_000_000;
const HUGE_WORD = 'more ';

/** The `n` answers to a prompt. At temperature 0 all are the same, whatever the seed. */
export function toySamples(
  prompt: ToyPrompt,
  behaviour: ToyBehaviour,
  random: Random,
  outcome: ModelOutcome | null,
): readonly ToySample[] {
  const { model, messages, schema, temperature, seed, n } = prompt;
  const stable = random.fork(JSON.stringify([model, messages, schema]));
  const words = toyWords(
    messages.filter(({ role }) => role !== 'system' && role !== 'developer').map(({ text }) => text),
  );
  const text = lastUserText(prompt);
  const teacher = { truth: behaviour.truth?.(text), errorRate: behaviour.errorRate ?? 0, text, stable };
  return Array.from({ length: n }, (_, index) => {
    const own = stable.fork(temperature === 0 ? 'greedy' : `sample:${seed ?? ''}:${index}`);
    const given = behaviour.answer?.(prompt, { index, random: own.fork('answer') });
    const answer = () =>
      given ??
      (schema === null ? plainAnswer(teacher.truth, behaviour, words, own) : jsonAnswer(prompt, words, teacher, own));
    return outcome === null ? ended(answer(), prompt) : spoiled(answer(), prompt, outcome);
  });
}

function jsonAnswer(
  { schema }: ToyPrompt,
  words: ReturnType<typeof toyWords>,
  teacher: Parameters<typeof toyJson>[1]['teacher'],
  random: Random,
): string {
  if (schema === true || schema === null) return JSON.stringify({ text: toyText(words, random) });
  return JSON.stringify(toyJson(schema, { words, teacher, root: schema }, random));
}

/** A label where the truth is known and there is no error to make, otherwise a text. */
function plainAnswer(
  truth: string | undefined,
  { errorRate = 0 }: ToyBehaviour,
  words: ReturnType<typeof toyWords>,
  random: Random,
): string {
  if (truth === undefined) return toyText(words, random);
  return random.next() < errorRate ? `not ${truth}` : truth;
}

/** Cut at a stop sequence and at the most tokens. */
function ended(text: string, { stop, maxTokens }: ToyPrompt): ToySample {
  const ends = stop.map((one) => text.indexOf(one)).filter((at) => at >= 0);
  const whole = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
  const tokens = toyTokens(whole);
  if (maxTokens === null || tokens.length <= maxTokens)
    return { text: whole, refusal: null, finish: 'stop', tokens: tokens.length };
  return { text: tokens.slice(0, maxTokens).join(''), refusal: null, finish: 'length', tokens: maxTokens };
}

function spoiled(text: string, prompt: ToyPrompt, outcome: ModelOutcome): ToySample {
  const tokens = toyTokens(text);
  const half = tokens.slice(0, Math.max(1, tokens.length >> 1));
  switch (outcome) {
    case 'refusal':
      return { text: '', refusal: REFUSAL, finish: 'stop', tokens: countToyTokens(REFUSAL) };
    case 'content-filter':
      return { text: '', refusal: null, finish: 'content_filter', tokens: half.length };
    case 'length':
      return { text: half.join(''), refusal: null, finish: 'length', tokens: half.length };
    case 'not-json':
      return ended('Sure! Here is what you asked for.', prompt);
    case 'wrong-schema':
      return ended('{"unexpected":["another","shape"]}', prompt);
    case 'huge':
      return {
        text: HUGE_WORD.repeat(HUGE_BYTES / HUGE_WORD.length),
        refusal: null,
        finish: 'stop',
        tokens: prompt.maxTokens ?? HUGE_BYTES / HUGE_WORD.length,
      };
    default:
      return ended(text, prompt);
  }
}
