import { type Column, type ColumnSpec, createTable, type Random, type Table } from '@verisim/core';

/** A row before it is one. In the region `abroad` other columns matter than elsewhere. */
export interface WorldRow {
  age: number;
  amount: number;
  delay: number;
  weight: number;
  channel: number;
  region: number;
  yes: boolean;
}

const REGIONS = ['east', 'north', 'south', 'west', 'abroad'] as const;
const CHANNELS = ['app', 'phone', 'web'] as const;
const SPECS: readonly ColumnSpec[] = [
  ...['age', 'amount', 'delay', 'weight'].map(
    (name): ColumnSpec => ({ name, kind: 'number', nullable: false, role: 'feature' }),
  ),
  { name: 'channel', kind: 'category', nullable: false, role: 'feature', levels: CHANNELS },
  { name: 'region', kind: 'category', nullable: false, role: 'feature', levels: REGIONS },
  { name: 'outcome', kind: 'category', nullable: false, role: 'target', levels: ['no', 'yes'] },
];
/** Share of rows that are `abroad`. */
const ABROAD = 0.12;

/** A way of drawing rows; `base` shifts the log odds of `yes`. */
export function drawRow(random: Random, base: number): WorldRow {
  const region = random.next() < ABROAD ? 4 : random.int(0, 4);
  const row = {
    age: random.normal(),
    amount: random.normal(),
    delay: random.normal(),
    weight: random.normal(),
    channel: random.int(0, 3),
    region,
  };
  return { ...row, yes: random.next() < 1 / (1 + Math.exp(-(base + scoreOf(row)))) };
}

function scoreOf({ age, amount, delay, weight, channel, region }: Omit<WorldRow, 'yes'>): number {
  const own = region === 4 ? 1.2 * delay + 2 * delay * weight : 0.8 * age + 2 * age * amount;
  return own + (channel === 2 ? 0.6 : 0);
}

/** The rows as a table. */
export function worldTable(rows: readonly WorldRow[]): Table {
  const numbers = (['age', 'amount', 'delay', 'weight'] as const).map(
    (name): Column => ({ storage: 'numeric', values: Float64Array.from(rows, (row) => 50 + 10 * row[name]) }),
  );
  const coded = (of: (row: WorldRow) => number, levels: readonly string[]): Column => ({
    storage: 'coded',
    codes: Int32Array.from(rows, of),
    levels,
  });
  return createTable(SPECS, [
    ...numbers,
    coded(({ channel }) => channel, CHANNELS),
    coded(({ region }) => region, REGIONS),
    coded(({ yes }) => Number(yes), ['no', 'yes']),
  ]);
}
