/**
 * CPU seconds of building an index and searching it with its own rows: mixed rows shaped like a census (32,561 x 15, promised
 * within 10 s and 500 MB), smooth ones, and fifty uniform columns, where no tree helps and scanning must not cost more than
 * two and a half times a plain loop over all pairs.
 */
import { buildIndex, nearest, type Points } from '../src/index.ts';

const PROMISE = { seconds: 10, megabytes: 500, scan: 2.5 };

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Six numbers, three of them spiky, and nine categories of 2 to 42 levels, all depending on one hidden number. */
function census(rows: number, next: () => number): Points {
  const hidden = Float64Array.from({ length: rows }, next);
  const number = (spike: number) =>
    hidden.map((h) => (next() < spike ? 0 : Math.floor(73 * (0.6 * next() + 0.4 * h)) / 73));
  const code = (levels: number) =>
    Int32Array.from(hidden, (h) => Math.floor(levels * Math.min(0.999, next() ** 2 * (0.5 + h))));
  const fine = Float64Array.from(hidden, () => Math.floor(20_000 * next() ** 2) / 20_000);
  return {
    rows,
    numeric: [number(0), fine, number(0), number(0.92), number(0.95), number(0.47)],
    coded: [9, 16, 7, 15, 6, 5, 2, 42, 2].map(code),
  };
}

function uniform(rows: number, columns: number, next: () => number): Points {
  return { rows, numeric: Array.from({ length: columns }, () => Float64Array.from({ length: rows }, next)), coded: [] };
}

function smooth(rows: number, next: () => number): Points {
  const [a, b, c] = [0, 1, 2].map(() => Float64Array.from({ length: rows }, next));
  const numeric = Array.from({ length: 10 }, (_, j) =>
    a.map((x, i) => x * j * 0.1 + b[i] * (1 - j * 0.1) + 0.3 * c[i] * next()),
  );
  return { rows, numeric, coded: [] };
}

function seconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Every pair, every column, in row-major order: what a careful loop costs. */
function plainLoop({ rows, numeric }: Points): number {
  const width = numeric.length;
  const packed = new Float64Array(rows * width);
  for (let j = 0; j < width; j++) for (let i = 0; i < rows; i++) packed[i * width + j] = numeric[j][i];
  let total = 0;
  for (let i = 0; i < rows; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < rows; k++) {
      if (k === i) continue;
      let sum = 0;
      for (let j = 0; j < width; j++) sum += Math.abs(packed[i * width + j] - packed[k * width + j]);
      if (sum < least) least = sum;
    }
    total += least;
  }
  return total;
}

/** Four numbers beside codes of which hardly two are the same, which tell rows apart and lead nowhere. */
function nearlyUnique(rows: number, next: () => number): Points {
  const numeric = Array.from({ length: 4 }, () => Float64Array.from({ length: rows }, next));
  return {
    rows,
    numeric,
    coded: [rows, 5].map((k) => Int32Array.from({ length: rows }, () => Math.floor(k * next()))),
  };
}

const tables: Readonly<Record<string, Points>> = {
  'census 32,561 x 15': census(32_561, dice(1)),
  'smooth 17,000 x 10': smooth(17_000, dice(2)),
  'nearly unique 8,000': nearlyUnique(8000, dice(4)),
  'uniform 4,000 x 50': uniform(4000, 50, dice(3)),
};
let broken = false;
console.log('table                  build   k = 1   k = 5   CPU s');
for (const [name, points] of Object.entries(tables)) {
  const exclude = Int32Array.from({ length: points.rows }, (_, row) => row);
  let index = buildIndex(points, { power: 1 });
  const build = seconds(() => {
    index = buildIndex(points, { power: 1 });
  });
  const [one, five] = [1, 5].map((k) => seconds(() => nearest(index, points, { k, exclude })));
  console.log(`${name.padEnd(20)} ${[build, one, five].map((value) => value.toFixed(2).padStart(7)).join(' ')}`);
  if (name.startsWith('census') && build + one > PROMISE.seconds) broken = true;
  if (!name.startsWith('uniform')) continue;
  const loop = seconds(() => plainLoop(points));
  console.log(`${'  a loop over all pairs'.padEnd(28)} ${loop.toFixed(2).padStart(7)}`);
  if (one > PROMISE.scan * loop) broken = true;
}
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(`peak memory ${megabytes.toFixed(0)} MB; promised: census ${PROMISE.seconds} s, ${PROMISE.megabytes} MB`);
if (broken || megabytes > PROMISE.megabytes) process.exitCode = 1;
