import { testGenerator } from '@verisim/conformance';
import { startOpenAiDouble } from '@verisim/conformance/openai';
import { createTable } from '@verisim/core';
import OpenAI from 'openai';
import { afterAll, test } from 'vitest';
import { llm, memoryJournal, openCalls } from '../src/index.ts';
import { KEY, PRICES } from './call-questions.ts';
import { realClock } from './real-clock.ts';

const double = await startOpenAiDouble({ apiKey: KEY });
afterAll(() => double.close());
const calls = await openCalls({
  client: new OpenAI({ apiKey: KEY, baseURL: double.url }),
  journal: memoryJournal(),
  clock: realClock,
  prices: PRICES,
});
const texts = Array.from(
  { length: 60 },
  (_, i) => `Ticket ${i} is about my card that went missing on day ${i * 7} of the year`,
);
const source = createTable(
  [
    { name: 'text', kind: 'text', nullable: false, role: 'feature' },
    { name: 'label', kind: 'category', nullable: false, role: 'target' },
  ],
  [
    { storage: 'text', values: texts },
    { storage: 'coded', levels: ['lost', 'stolen'], codes: Int32Array.from(texts, (_, i) => i % 2) },
  ],
);

const refused = 'a table without texts and labels gives a language model nothing to go on and is refused';

testGenerator(test, llm({ calls }), {
  source,
  options: { model: 'toy-mini', baseURL: double.url },
  exceptions: {
    options: 'which model to pay for has no safe default',
    'one-row': refused,
    'one-column': refused,
    'constant-column': refused,
    'all-missing': refused,
    'rare-target': refused,
    'odd-names': refused,
    'odd-levels': refused,
    'twin-columns': refused,
    'many-levels': refused,
    'extreme-numbers': refused,
    'old-dates': refused,
    'id-and-text': refused,
    'any-table': refused,
    copies: refused,
    canary: refused,
    'canary-id': refused,
    'canary-text': refused,
    'canary-level': refused,
    'canary-number': refused,
    range: refused,
    coverage: refused,
  },
});
