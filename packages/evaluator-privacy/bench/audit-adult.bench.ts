/**
 * Attacks on UCI Adult: figures, leaks, CPU seconds. Promised: fresh rows and the default trees leak by no attack on copies or fnlwgt, a
 * planted 5 % is caught by three attacks, independent margins single rows out through fnlwgt; 15 CPU s each; the same twice.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  createContext,
  fit,
  sample,
  shuffle,
  sliceRows,
  type Table,
  takeFromColumn,
  takeRows,
  withRoles,
} from '@verisim/core';
import { trees } from '../../generator-tabular/src/index.ts';
import { readTable } from '../../io/src/index.ts';
import { type Attack, runAttacks } from '../src/index.ts';
import { plantLeak } from '../src/plant-leak.ts';

const PROMISED_SECONDS = 15;
const folder = fileURLToPath(new URL('../../../../shared/data/adult/', import.meta.url));

async function attack(name: string, real: Table, synthetic: Table, holdout: Table): Promise<readonly Attack[]> {
  const before = process.cpuUsage();
  const data = { real, synthetic, holdout };
  const made = await runAttacks(data, { predicates: 2000, alpha: 0.025 }, createContext({ seed: 1 }));
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  console.log(`${name}: ${cpu.toFixed(1)} CPU s`);
  for (const { attack, column, rate, control, guess, p, decision, membership } of made) {
    const rates = [rate, control, guess].map((value) => value.toFixed(4)).join(' ');
    const auc = membership ? `AUC ${membership.auc.value.toFixed(4)}` : '';
    console.log(
      `  ${attack.padEnd(26)} ${(column ?? '').padEnd(10)} ${rates} ${p.toExponential(1).padStart(8)} ${decision} ${auc}`,
    );
  }
  demand(cpu <= PROMISED_SECONDS, `${name}: more than ${PROMISED_SECONDS} CPU s`);
  return made;
}

function demand(kept: boolean, what: string): void {
  if (kept) return;
  console.log(`BROKEN PROMISE: ${what}`);
  process.exitCode = 1;
}

const leaks = (made: readonly Attack[]) => made.filter(({ decision }) => decision === 'leak');

if (!existsSync(folder)) console.warn('SKIPPED: UCI Adult (../shared/data/adult is absent)');
else {
  const [train, test] = await Promise.all(
    ['train.csv', 'test.csv'].map(async (name) => (await readTable(folder + name)).table),
  );
  const real = withRoles(train, { education: 'sensitive', income: 'sensitive' });
  const { random } = createContext({ seed: 1 });
  const numbers = (rows: number) => Int32Array.from({ length: rows }, (_, i) => i);
  const shuffled = takeRows(test, shuffle(numbers(test.rows), random));
  const [holdout, fresh] = [sliceRows(shuffled, 0, 8140), sliceRows(shuffled, 8140, test.rows)];
  const redraw = () => Int32Array.from({ length: train.rows }, () => random.int(0, train.rows));
  const independent = { ...train, columns: train.columns.map((column) => takeFromColumn(column, redraw())) };
  console.log('attack                     column     rate   holdout guess  p        decision');
  const first = await attack('fresh real rows', real, fresh, holdout);
  demand(leaks(first).length === 0, 'fresh rows are called a leak');
  const again = await attack('the same again', real, fresh, holdout);
  demand(JSON.stringify(first) === JSON.stringify(again), 'the same rows give other figures');
  const planted = await attack('5 % planted', real, plantLeak(fresh, train, 0.05, random.fork('plant')), holdout);
  demand(leaks(planted).length >= 3, '5 % copies are not caught by three attacks');
  const margins = await attack('independent margins', real, independent, holdout);
  demand(
    leaks(margins).some(({ column }) => column === 'fnlwgt'),
    'independent margins are not caught through fnlwgt',
  );
  const context = createContext({ seed: 1 });
  const model = await fit(trees, train, {}, context);
  const { table } = await sample(trees, model, { rows: train.rows }, context);
  const found = leaks(await attack('trees', real, table, holdout));
  demand(
    !found.some(({ column, attack }) => column === 'fnlwgt' || attack === 'linkability'),
    'trees are called a leak through fnlwgt or linkability',
  );
}
