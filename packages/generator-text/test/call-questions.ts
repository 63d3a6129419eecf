import type { Prices, Question } from '../src/index.ts';

/** A key that is looked for in everything that is written. */
export const KEY = 'sk-test-7Qp2Zx81LmNoRsTu';

/** The double's prices, as a user writes them. */
export const PRICES: Prices = {
  'toy-mini': { input: 0.15, output: 0.6 },
  'other-mini': { input: 0.25, output: 2 },
  'toy-embedding': { input: 0.02, output: 0 },
};

export function question(i: number, maxTokens = 200): Question & { readonly api: 'chat' } {
  return {
    api: 'chat',
    task: { name: 'test', version: '1' },
    body: {
      model: 'toy-mini',
      messages: [
        { role: 'system', content: 'Write one short support ticket.' },
        { role: 'user', content: `Ticket number ${i}, please.` },
      ],
      max_tokens: maxTokens,
    },
  };
}

export function questions(count: number): (Question & { readonly api: 'chat' })[] {
  return Array.from({ length: count }, (_, i) => question(i));
}
