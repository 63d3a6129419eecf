/** A model the double serves, and its price. */
export interface DoubleModel {
  /** Millionths of a dollar for a million prompt tokens: 150,000 is $0.15. A whole number. */
  readonly input: number;
  /** The same for tokens of the answer. */
  readonly output: number;
  /** What it answers: chats (when left out) or embeddings. */
  readonly kind?: 'chat' | 'embedding';
  /** Prompt and answer together; 128,000 when left out. */
  readonly contextTokens?: number;
}

/** Models of two families and one of embeddings: enough for a generator, a judge that is another, and semantic duplicates. */
export const DOUBLE_MODELS: Readonly<Record<string, DoubleModel>> = {
  'toy-mini': { input: 150_000, output: 600_000 },
  'toy-large': { input: 2_500_000, output: 10_000_000 },
  'other-mini': { input: 250_000, output: 2_000_000 },
  'toy-embedding': { input: 20_000, output: 0, kind: 'embedding' },
};

/** Batches cost half. */
const BATCH_DIVISOR = 2;

/** What a request costs in millionths of a dollar, rounded up to a whole one once per request. */
export function costOf(
  model: DoubleModel,
  promptTokens: number,
  completionTokens: number,
  { batch }: { readonly batch: boolean },
): number {
  const millionths = promptTokens * model.input + completionTokens * model.output;
  return Math.ceil(millionths / (1_000_000 * (batch ? BATCH_DIVISOR : 1)));
}
