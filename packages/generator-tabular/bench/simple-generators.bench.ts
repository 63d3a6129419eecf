/**
 * What the copula, SMOTE and the disturbed bootstrap cost in CPU time of one process, over 32,561 rows of 15 columns like those of a census:
 * the copula fits in at most 1 s and samples at least 500,000 rows/s, SMOTE finds all neighbours in at most 20 s (columns this noisy are the worst case of any index; Adult takes 3 s). A copula of 2,000 columns
 * is shown and nothing is promised.
 */
import {
  type Column,
  type ColumnSpec,
  createContext,
  createRandom,
  createTable,
  fit,
  type Generator,
  sample,
  type Table,
} from '@verisim/core';
import { bootstrapJitter, copula, smote } from '../src/index.ts';

const ROWS = 32_561;
const SAMPLED = 10 * 65_536;

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** One column in three numeric, the others categories of 2, 3, 4 ... levels, all leaning on one latent variable; the first is the target. */
function censusLike(rows: number, columns: number): Table {
  const random = createRandom('simple generators');
  const latent = Float64Array.from({ length: rows }, () => random.normal());
  const specs: ColumnSpec[] = [];
  const cells: Column[] = [];
  for (let i = 0; i < columns; i++) {
    const values = latent.map((x) => x + random.normal());
    const role = i === 0 ? 'target' : 'feature';
    const spec = { name: `column ${i}`, nullable: false, role } as const;
    if (i % 3 === 1) {
      specs.push({ ...spec, kind: 'number' });
      cells.push({ storage: 'numeric', values: values.map((x) => Math.round(1000 * x) / 1000) });
    } else {
      const levels = Array.from({ length: 2 + (i % 16) }, (_, level) => `level ${level}`);
      const last = levels.length - 1;
      const codes = Int32Array.from(values, (x) => Math.max(0, Math.min(last, Math.floor(x + levels.length / 2))));
      specs.push({ ...spec, kind: 'category', levels });
      cells.push({ storage: 'coded', codes, levels });
    }
  }
  return createTable(specs, cells);
}

interface Cost {
  readonly fit: number;
  readonly rate: number;
}

async function costOf<O>(generator: Generator<O, 'data'>, data: Table, rows: number): Promise<Cost> {
  let at = cpuSeconds();
  const model = await fit(generator, data, {}, createContext());
  const fitted = cpuSeconds() - at;
  at = cpuSeconds();
  await sample(generator, model, { rows }, createContext());
  const cost = { fit: fitted, rate: rows / (cpuSeconds() - at) };
  const rate = Math.round(cost.rate).toLocaleString('en');
  const size = `${data.rows} x ${data.columns.length}`;
  console.log(`${generator.name.padEnd(18)}${size.padEnd(14)}${cost.fit.toFixed(2).padStart(9)}${rate.padStart(14)}`);
  return cost;
}

console.log(`${'generator'.padEnd(18)}${'table'.padEnd(14)}${'fit CPU s'.padStart(9)}${'rows/s'.padStart(14)}`);
const table = censusLike(ROWS, 15);
await costOf(copula, table, 1000);
const ofCopula = await costOf(copula, table, SAMPLED);
const ofSmote = await costOf(smote, table, SAMPLED);
await costOf(bootstrapJitter, table, SAMPLED);
await costOf(copula, censusLike(5000, 2000), 2000);
if (ofCopula.fit > 1 || ofCopula.rate < 500_000 || ofSmote.fit > 20) {
  console.error('broken: the copula must fit in 1 s and sample 500,000 rows/s, SMOTE must fit in 20 s');
  process.exitCode = 1;
}
