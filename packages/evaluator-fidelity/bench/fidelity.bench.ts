/**
 * Fidelity of 1,000,000 x 15 rows: shapes, trends, coverage and missingness alone, then with the detector and all references. Promised: 4 CPU s and 600 MB, 40 CPU s.
 */
import {
  type Column,
  type ColumnSpec,
  createContext,
  createRandom,
  createTable,
  measure,
  type Random,
  type Table,
} from '@verisim/core';
import { fidelity } from '../src/index.ts';

const ROWS = 1_000_000;
const PROMISED = { scores: 4, megabytes: 600, all: 40 };

/** Nine categories and six numbers of UCI Adult's cardinalities, all led by one hidden number; one column has missing cells. Leaves no garbage. */
function makeTable(seed: number): Table {
  const random = createRandom(seed);
  const hidden = new Float64Array(ROWS);
  for (let i = 0; i < ROWS; i++) hidden[i] = random.normal();
  const specs: ColumnSpec[] = [];
  const columns: Column[] = [];
  const add = (kind: ColumnSpec['kind'], column: Column) => {
    specs.push({ name: `c${specs.length}`, kind, nullable: true, role: 'feature' });
    columns.push(column);
  };
  for (const levels of [8, 16, 7, 14, 6, 5, 2, 41, 2]) {
    const names = Array.from({ length: levels }, (_, i) => `level-${i}`);
    add('category', { storage: 'coded', levels: names, codes: codesFrom(hidden, levels, random) });
  }
  for (const scale of [14, 100_000, 3, 2000, 400, 12])
    add('integer', { storage: 'numeric', values: numbersFrom(hidden, scale, random) });
  return createTable(specs, columns);
}

function codesFrom(hidden: Float64Array, levels: number, random: Random): Int32Array {
  const codes = new Int32Array(hidden.length);
  for (let i = 0; i < codes.length; i++) {
    const code = Math.floor(levels * (0.5 + 0.15 * hidden[i] + 0.25 * (random.next() - 0.5)));
    codes[i] = Math.max(0, Math.min(levels - 1, code));
  }
  return codes;
}

function numbersFrom(hidden: Float64Array, scale: number, random: Random): Float64Array {
  const values = new Float64Array(hidden.length);
  for (let i = 0; i < values.length; i++) {
    const missing = scale === 400 && random.next() < 0.05;
    values[i] = missing ? Number.NaN : Math.round(scale * (hidden[i] + random.normal()));
  }
  return values;
}

const [real, synthetic] = [makeTable(1), makeTable(2)];
let broken = false;

async function timed(name: string, promised: number, options: object): Promise<void> {
  const before = process.cpuUsage();
  const { measurements } = await measure(
    { real, synthetic },
    [{ evaluator: fidelity, options }],
    createContext({ seed: 1 }),
  );
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  const peak = process.resourceUsage().maxRSS / 1024;
  const auc = measurements.find(({ metric }) => metric === 'detector-auc')?.value?.toFixed(3) ?? '';
  console.log(
    `${name.padEnd(36)} ${cpu.toFixed(2).padStart(6)} CPU s of ${promised}   peak ${peak.toFixed(0)} MB   ${auc}`,
  );
  if (cpu > promised) broken = true;
}

const lean = { charts: false, references: false, detector: false, detail: false };
await timed('shapes, trends, coverage, missingness', PROMISED.scores, lean);
if (process.resourceUsage().maxRSS / 1024 > PROMISED.megabytes) broken = true;
await timed('with the detector and all references', PROMISED.all, {});
if (broken) {
  console.log('BROKEN PROMISE');
  process.exitCode = 1;
}
