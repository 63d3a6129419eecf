import { createContext, createTable, fit, type Generator, stream, type Table } from '@verisim/core';
import { adversarial, perturb } from '../src/index.ts';

/** A million changed rows, block by block: CPU seconds with the edits on record, and the peak of memory over all of them. */
const ROWS = 1_000_000;
const MOST_SECONDS = 15;
const MOST_MEGABYTES = 400;

const WORDS =
  'hello I bought a big phone on 2024-03-05 for 1,250 dollars but it broke after 5 km please help me today because my card was charged twice'.split(
    ' ',
  );
const SOURCE_ROWS = 20_000;

/** 20,000 texts of 12 words (some 60 characters), a number and a label. */
const source: Table = createTable(
  [
    { name: 'text', kind: 'text', nullable: false, role: 'feature' },
    { name: 'amount', kind: 'number', nullable: false, role: 'feature', decimals: 2 },
    { name: 'topic', kind: 'category', nullable: false, role: 'target' },
  ],
  [
    {
      storage: 'text',
      values: Array.from({ length: SOURCE_ROWS }, (_, row) =>
        Array.from({ length: 12 }, (_, i) => WORDS[(row * 7 + i * i * 13) % WORDS.length]).join(' '),
      ),
    },
    { storage: 'numeric', values: Float64Array.from({ length: SOURCE_ROWS }, (_, row) => (row % 997) / 4) },
    { storage: 'coded', codes: Int32Array.from({ length: SOURCE_ROWS }, (_, row) => row % 3), levels: ['a', 'b', 'c'] },
  ],
);

const CASES: readonly (readonly [
  Generator<never, 'data'> | Generator<unknown, 'data'>,
  string,
  Record<string, unknown>,
])[] = [
  [perturb as Generator<unknown, 'data'>, 'typos, strength .05', { kinds: 'typos', strength: 0.05 }],
  [
    perturb as Generator<unknown, 'data'>,
    'typos, no record of edits',
    { kinds: 'typos', strength: 0.05, edits: false },
  ],
  [perturb as Generator<unknown, 'data'>, 'ocr', { kinds: 'ocr', strength: 0.05 }],
  [perturb as Generator<unknown, 'data'>, 'casing+spacing', { kinds: 'casing+spacing', strength: 0.1 }],
  [
    perturb as Generator<unknown, 'data'>,
    'code-switching, synonyms, units, dates',
    { kinds: 'code-switching,synonyms,units,dates', strength: 0.5 },
  ],
  [perturb as Generator<unknown, 'data'>, 'jitter', { kinds: 'jitter', strength: 0.1 }],
  [adversarial as Generator<unknown, 'data'>, 'all attacks', {}],
];

const found: Record<string, string>[] = [];
for (const [generator, what, options] of CASES) {
  const ctx = createContext({ seed: 1 });
  const before = process.cpuUsage();
  const model = await fit(generator as Generator<unknown, 'data'>, source, options, ctx);
  let rows = 0;
  for await (const block of stream(generator, model, { rows: ROWS }, ctx)) rows += block.table.rows;
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  found.push({ what, rows: rows.toLocaleString('en-US'), 'CPU s': seconds.toFixed(1) });
  if (seconds > MOST_SECONDS) process.exitCode = 1;
}
console.table(found);
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(`peak ${megabytes.toFixed(0)} MB`);
if (megabytes > MOST_MEGABYTES) process.exitCode = 1;
