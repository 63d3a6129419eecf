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
/** Shares of the rare regions. */
const ABROAD = 0.07;
const WEST = 0.04;
/** Corners of squares of age and amount, and of delay and weight. */
const CORNERS = [-1.4, -0.5, 0.4, 1.1];
const SIDE = 0.5;

/** The log odds of `yes`. */
export type Process = (row: Omit<WorldRow, 'yes'>) => number;

/** In the region `abroad` other columns matter than elsewhere. */
export const lines: Process = ({ age, amount, delay, weight, channel, region }) =>
  (region === 4 ? 3 * delay + 1.5 * weight : 2.5 * age + 1.5 * amount) + (channel === 2 ? 0.6 : 0);

/** The same everywhere. */
export const plain: Process = (row) => lines({ ...row, region: 0 }) - 1;

/** `yes` is rare and lies in a few small squares. */
export const squares: Process = ({ age, amount, delay, weight }) => {
  const inside = (x: number, y: number) =>
    CORNERS.some(
      (corner, i) => x > corner && x < corner + SIDE && y > CORNERS[(i + 2) % 4] && y < CORNERS[(i + 2) % 4] + SIDE,
    );
  return inside(age, amount) || inside(delay, weight) ? 2 : -6;
};

/** Most rows are of the first three regions. */
function regionOf(share: number): number {
  if (share < ABROAD) return 4;
  return share < ABROAD + WEST ? 3 : Math.floor((3 * (share - ABROAD - WEST)) / (1 - ABROAD - WEST));
}

/** Draws one row of a process. */
export function drawRow(random: Random, process: Process): WorldRow {
  const region = regionOf(random.next());
  const row = {
    age: random.normal(),
    amount: random.normal(),
    delay: random.normal(),
    weight: random.normal(),
    channel: random.int(0, 3),
    region,
  };
  return { ...row, yes: random.next() < 1 / (1 + Math.exp(-process(row))) };
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
