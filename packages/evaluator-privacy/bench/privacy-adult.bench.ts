/**
 * The audit of UCI Adult made by every tabular generator, beside fresh rows and planted copies: figures, alarms, CPU seconds.
 * Promised: fresh rows and smoothed trees raise no alarm of copies, 5 % copies and independent margins do, 10 CPU s each.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  concatTables,
  createContext,
  fit,
  measure,
  sample,
  shuffle,
  sliceRows,
  type Table,
  takeFromColumn,
  takeRows,
} from '@verisim/core';
import * as generators from '../../generator-tabular/src/index.ts';
import { readTable } from '../../io/src/index.ts';
import { privacy } from '../src/index.ts';

const PROMISED_SECONDS = 10;
const folder = fileURLToPath(new URL('../../../../shared/data/adult/', import.meta.url));
let broken = false;

async function audit(name: string, real: Table, synthetic: Table, holdout: Table, wanted?: RegExp, unwanted?: RegExp) {
  const before = process.cpuUsage();
  const { measurements, findings } = await measure(
    { real, synthetic, holdout },
    [{ evaluator: privacy }],
    createContext({ seed: 1 }),
  );
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  const value = (metric: string) =>
    (measurements.find((one) => one.metric === metric)?.value ?? Number.NaN).toFixed(4).padStart(8);
  const rules = findings.filter(({ level }) => level !== 'info').map(({ rule }) => rule);
  const figures = ['copies-exact', 'copies-near', 'once-only-values', 'dcr-share', 'exposed-records', 'exposure-auc'];
  console.log(`${name.padEnd(19)} ${figures.map(value).join(' ')} ${cpu.toFixed(1).padStart(5)}  ${rules.join(' ')}`);
  const missed = wanted !== undefined && !rules.some((rule) => wanted.test(rule));
  if (missed || (unwanted !== undefined && rules.some((rule) => unwanted.test(rule))) || cpu > PROMISED_SECONDS) {
    console.log(`${''.padEnd(19)} BROKEN PROMISE`);
    broken = true;
  }
}

if (!existsSync(folder)) console.warn('SKIPPED: UCI Adult (../shared/data/adult is absent)');
else {
  const [train, test] = await Promise.all(
    ['train.csv', 'test.csv'].map(async (name) => (await readTable(folder + name)).table),
  );
  const { random } = createContext({ seed: 1 });
  const shuffled = takeRows(
    test,
    shuffle(
      Int32Array.from({ length: test.rows }, (_, i) => i),
      random,
    ),
  );
  const [holdout, fresh] = [sliceRows(shuffled, 0, 8140), sliceRows(shuffled, 8140, test.rows)];
  const planted = (part: number) => {
    const rows = Int32Array.from({ length: Math.round(part * fresh.rows) }, () => random.int(0, train.rows));
    return concatTables([sliceRows(fresh, rows.length, fresh.rows), takeRows(train, rows)]);
  };
  const independent = (table: Table): Table => ({
    ...table,
    columns: table.columns.map((column) => {
      return takeFromColumn(
        column,
        Int32Array.from({ length: table.rows }, () => random.int(0, table.rows)),
      );
    }),
  });
  console.log('synthetic              exact     near once-only   share  exposed      AUC CPU s  alarms');
  await audit('fresh real rows', train, fresh, holdout, undefined, /./);
  await audit('1 % copies', train, planted(0.01), holdout);
  await audit('5 % copies', train, planted(0.05), holdout, /copies-exact/);
  await audit('independent margins', train, independent(train), holdout, /once-only/);
  const names = process.argv[2]?.split(',') ?? ['marginals', 'trees', 'copula', 'smote', 'bootstrapJitter'];
  for (const name of names) {
    const generator = (generators as Record<string, unknown>)[name] as typeof generators.trees | undefined;
    if (generator === undefined) continue;
    const context = createContext({ seed: 1 });
    const model = await fit(generator, train, {}, context);
    const { table } = await sample(generator, model, { rows: train.rows }, context);
    await audit(name, train, table, holdout, undefined, name === 'trees' ? /copies|once-only/ : undefined);
  }
}
if (broken) process.exitCode = 1;
