import { type ColumnSpec, createTable, type Random, type Table } from '@verisim/core';

const SAID: Readonly<Record<string, readonly string[]>> = {
  card: [
    'my card has not arrived',
    'where is the card I ordered',
    'still waiting for a new card',
    'card lost in the post',
  ],
  refund: ['I want my money back', 'please refund this payment', 'when will the refund arrive', 'how do I return it'],
  limit: ['what is my transfer limit', 'raise the limit please', 'I hit a limit today', 'how much may I transfer'],
};
const FILLERS = [
  'please',
  'hello',
  'today',
  'thanks',
  'urgent',
  'since monday',
  'in Berlin',
  'again',
  'for weeks',
  'now',
];

/** Tickets of three kinds, some words of each kind's own and some of no meaning; `sizes` rows of each. */
export function tickets(sizes: readonly number[], random: Random, role: ColumnSpec['role'] = 'feature'): Table {
  const classes = Object.keys(SAID);
  const of = <T>(values: readonly T[]) => values[random.int(0, values.length)];
  const rows = sizes.flatMap((size, k) =>
    Array.from({ length: size }, () => [`${of(FILLERS)} ${of(SAID[classes[k]])} ${of(FILLERS)} ${of(FILLERS)}`, k]),
  );
  return textTable(
    rows.map(([text]) => text as string),
    Int32Array.from(rows, ([, k]) => k as number),
    classes,
    role,
  );
}

/** A text column "text" and a target "label". */
export function textTable(
  texts: readonly (string | null)[],
  codes: Int32Array,
  levels: readonly string[],
  role: ColumnSpec['role'] = 'feature',
): Table {
  return createTable(
    [
      { name: 'text', kind: 'text', nullable: texts.includes(null), role },
      { name: 'label', kind: 'category', nullable: codes.includes(-1), role: 'target', levels },
    ],
    [
      { storage: 'text', values: texts },
      { storage: 'coded', codes, levels },
    ],
  );
}
