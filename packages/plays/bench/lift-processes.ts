import { type Column, type ColumnSpec, createTable, type Random, type Table } from '@verisim/core';

/** A process of known truth: how to draw a row's features, and what each class's logit is. */
interface Process {
  readonly classes: readonly string[];
  logits(row: Features): readonly number[];
}

/** Five numbers (standard normal where not said otherwise) and three categories. */
interface Features {
  readonly age: number;
  /** Log of a skewed amount. */
  readonly amount: number;
  readonly delay: number;
  /** Missing in one row of eight, more often where `delay` is high. */
  readonly score: number;
  /** A count, Poisson-like, many zeros. */
  readonly visits: number;
  readonly channel: number;
  readonly region: number;
  readonly grade: number;
}

const LEVELS = {
  channel: ['app', 'phone', 'web'],
  region: ['east', 'north', 'south', 'west', 'abroad'],
  grade: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
} as const;
const NO_YES = ['no', 'yes'] as const;
const REGION = [0.6, -0.6, 0, 0.9, -0.9];
const GRADE = [0.8, 0.4, 0, -0.4, -0.8, 0.6, -0.6, 0];

/** The families of processes. Each `draw` is deterministic in its source of chance. */
export const processes: Readonly<Record<string, Process>> = {
  logistic: { classes: NO_YES, logits: (row) => [0, 1.1 * linear(row) - 0.4] },
  'weak logistic': { classes: NO_YES, logits: (row) => [0, 0.6 * linear(row) - 0.4] },
  interactions: { classes: NO_YES, logits: (row) => [0, tree(row)] },
  'rare positive': { classes: NO_YES, logits: (row) => [0, 1.2 * linear(row) - 3.4] },
  'three classes': {
    classes: ['high', 'low', 'middle'],
    logits: (row) => [1.1 * linear(row) - 0.6, 0.9 * other(row) - 0.2, 0.3],
  },
};

function linear({ age, amount, delay, score, visits, channel, region, grade }: Features): number {
  return (
    0.7 * age +
    0.6 * amount -
    0.5 * delay +
    0.4 * score +
    0.2 * visits +
    (channel - 1) * 0.4 +
    REGION[region] +
    GRADE[grade]
  );
}

function other({ age, delay, visits, channel, region }: Features): number {
  return 0.9 * delay - 0.5 * age + 0.5 * Math.abs(visits - 1) + (channel === 2 ? 0.7 : 0) - REGION[region];
}

/** A tree of depth 3 with interactions and a hinge: a linear model on bins gets most of it, not all. */
function tree({ age, amount, delay, score, channel, region, grade }: Features): number {
  const trunk = amount > 0.3 ? (region < 2 ? 1.8 : -0.4) : grade < 3 ? 0.9 : -1.5;
  return trunk + (delay > 0 && channel === 2 ? 1 : 0) + (score > 0.8 ? 0.8 : 0) - 0.9 * Math.max(0, age - 0.5);
}

/** Rows of a process, with a target column `outcome`. */
export function drawRows(name: string, rows: number, random: Random): Table {
  const process = processes[name];
  const numbers = Array.from({ length: 5 }, () => new Float64Array(rows));
  const codes = Array.from({ length: 4 }, () => new Int32Array(rows));
  for (let i = 0; i < rows; i++) {
    const row = drawFeatures(random);
    const absent = random.next() < (row.delay > 0.8 ? 0.3 : 0.08);
    const shown = [
      40 + 12 * row.age,
      Math.exp(6 + 1.2 * row.amount),
      row.delay,
      absent ? Number.NaN : row.score,
      row.visits,
    ];
    for (const [j, value] of shown.entries()) numbers[j][i] = value;
    for (const [j, code] of [row.channel, row.region, row.grade].entries()) codes[j][i] = code;
    codes[3][i] = drawClass(process.logits(row), random);
  }
  return tableOf(numbers, codes, process.classes);
}

function drawFeatures(random: Random): Features {
  const region = random.next() ** 1.5 * 5;
  const grade = random.next() ** 1.5 * 8;
  return {
    age: random.normal(),
    amount: random.normal(),
    delay: random.normal(),
    score: random.normal(),
    visits: Math.floor(-1.2 * Math.log(1 - random.next())),
    channel: random.int(0, 3),
    region: Math.floor(region),
    grade: Math.floor(grade),
  };
}

function drawClass(logits: readonly number[], random: Random): number {
  const weights = logits.map(Math.exp);
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  let k = 0;
  while (k < weights.length - 1 && left >= weights[k]) left -= weights[k++];
  return k;
}

function tableOf(numbers: readonly Float64Array[], codes: readonly Int32Array[], classes: readonly string[]): Table {
  const names = ['age', 'amount', 'delay', 'score', 'visits'];
  const coded = [...Object.entries(LEVELS), ['outcome', classes] as const];
  const specs: ColumnSpec[] = [
    ...names.map((name): ColumnSpec => ({ name, kind: 'number', nullable: name === 'score', role: 'feature' })),
    ...coded.map(
      ([name, levels]): ColumnSpec => ({
        name,
        kind: 'category',
        nullable: false,
        role: name === 'outcome' ? 'target' : 'feature',
        levels,
      }),
    ),
  ];
  const columns: Column[] = [
    ...numbers.map((values): Column => ({ storage: 'numeric', values })),
    ...coded.map(([, levels], j): Column => ({ storage: 'coded', codes: codes[j], levels })),
  ];
  return createTable(specs, columns);
}
