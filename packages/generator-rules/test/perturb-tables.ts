import {
  type Column,
  type ColumnSpec,
  columnOf,
  createContext,
  createTable,
  fit,
  type Generator,
  stream,
  type Table,
} from '@verisim/core';

/** Sentences with what every kind looks for: dates, numbers, quantities, words of the lists, several clauses. */
export const SENTENCES: readonly string[] = [
  'Hello, I bought a big phone on 2024-03-05 for 1,250 dollars; it broke after 5 km. Please help me today, because my card was charged twice!',
  'My parcel was delivered to the wrong address yesterday. I need a quick answer: where is it, and when do I get my money?',
  'The train left at 14:30 on 5 March 2024, the room had 20 °C and a small window. Nobody told us, but we waited for 2 hours!',
  'I was happy with the service, the price was 37.5 euros and the box weighed 12 kg. Thanks for the fast delivery; my friend wants one too.',
];

const column = (name: string, kind: ColumnSpec['kind'], parts: Partial<ColumnSpec> = {}): ColumnSpec => ({
  name,
  kind,
  nullable: false,
  role: 'feature',
  ...parts,
});

/** 40 tickets: an id, a text, a number, a whole number, a day, a category and a target. */
export function tickets(rows = 40): Table {
  const each = <T>(make: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => make(row));
  const specs = [
    column('id', 'id'),
    column('text', 'text'),
    column('amount', 'number', { decimals: 2 }),
    column('items', 'integer', { bounds: [0, 50] }),
    column('day', 'datetime', { format: '%Y-%m-%d' }),
    column('channel', 'category'),
    column('topic', 'category', { role: 'target' }),
  ];
  const columns: Column[] = [
    { storage: 'text', values: each((row) => `T${row}`) },
    { storage: 'text', values: each((row) => `${SENTENCES[row % SENTENCES.length]} (${row})`) },
    { storage: 'numeric', values: Float64Array.from(each((row) => ((row * 37) % 100) + 0.25)) },
    { storage: 'numeric', values: Float64Array.from(each((row) => (row * 7) % 50)) },
    { storage: 'numeric', values: Float64Array.from(each((row) => 86_400_000 * (19_000 + ((row * 11) % 97)))) },
    { storage: 'coded', codes: Int32Array.from(each((row) => row % 3)), levels: ['mail', 'chat', 'phone'] },
    { storage: 'coded', codes: Int32Array.from(each((row) => row % 4)), levels: ['broken', 'lost', 'late', 'praise'] },
  ];
  return createTable(specs, columns);
}

/** Rows and what was said of them. */
export async function changed(
  generator: Generator<never, 'data'> | Generator<unknown, 'data'>,
  table: Table,
  options: unknown,
  rows: number = table.rows,
  seed: number | string = 1,
): Promise<{ readonly table: Table; readonly said: Table }> {
  const ctx = createContext({ seed });
  const model = await fit(generator as Generator<unknown, 'data'>, table, options, ctx);
  for await (const { table: made, said } of stream(generator, model, { rows }, ctx))
    return { table: made, said: said! };
  throw new Error('no block');
}

/** The cells of a text column. */
export function textsIn(table: Table, name: string): readonly (string | null)[] {
  const found = columnOf(table, name);
  if (found.storage !== 'text') throw new Error(`${name} is ${found.storage}`);
  return found.values;
}

/** The cells of a column of numbers. */
export function numbersIn(table: Table, name: string): Float64Array {
  const found = columnOf(table, name);
  if (found.storage !== 'numeric') throw new Error(`${name} is ${found.storage}`);
  return found.values;
}
