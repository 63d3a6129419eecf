/**
 * The detector on UCI Adult: two halves of all 48,842 rows under ten seeds. Promised: an AUC of .50 +- .02 each time, on average .50 +- .005, its interval holding .5 in
 * nine of ten or more.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { concatTables, createContext, measure, shuffle, takeRows } from '@verisim/core';
import { readTable } from '../../io/src/index.ts';
import { fidelity } from '../src/index.ts';

const SEEDS = 10;
const folder = fileURLToPath(new URL('../../../../shared/data/adult/', import.meta.url));

if (!existsSync(folder)) console.warn('SKIPPED: UCI Adult (../shared/data/adult is absent)');
else {
  const [train, test] = await Promise.all(['train.csv', 'test.csv'].map((name) => readTable(folder + name)));
  const all = concatTables([train.table, test.table]);
  const half = all.rows >> 1;
  const options = { charts: false, references: false, detail: false };
  let [sum, off, outside] = [0, 0, 0];
  console.log('seed    AUC    low   high   CPU s');
  for (let seed = 1; seed <= SEEDS; seed++) {
    const before = process.cpuUsage();
    const context = createContext({ seed });
    const order = shuffle(
      Int32Array.from({ length: all.rows }, (_, row) => row),
      context.random.fork('halves'),
    );
    const [real, synthetic] = [takeRows(all, order.subarray(0, half)), takeRows(all, order.subarray(half))];
    const { measurements } = await measure({ real, synthetic }, [{ evaluator: fidelity, options }], context);
    const auc = measurements.find(({ metric }) => metric === 'detector-auc');
    const [value, low, high] = [auc?.value, auc?.low, auc?.high].map(Number);
    const { user, system } = process.cpuUsage(before);
    console.log(
      `${seed.toString().padStart(4)}  ${[value, low, high].map((one) => one.toFixed(4)).join(' ')}  ${((user + system) / 1e6).toFixed(1)}`,
    );
    sum += value;
    if (!(Math.abs(value - 0.5) <= 0.02)) off++;
    if (!(low <= 0.5 && high >= 0.5)) outside++;
  }
  console.log(`mean ${(sum / SEEDS).toFixed(4)}, ${off} beyond .50 +- .02, ${outside} intervals without .5`);
  if (off > 0 || outside > 1 || Math.abs(sum / SEEDS - 0.5) > 0.005) {
    console.log('BROKEN PROMISE');
    process.exitCode = 1;
  }
}
