import { concatTables, createContext, shuffle, takeRows, withRoles } from '@verisim/core';
import { readTable } from '../io/src/index.ts';
import { auditPrivacy } from './src/index.ts';
const folder = '/work/shared/data/adult/';
const [a, b] = await Promise.all(['train.csv', 'test.csv'].map((n) => readTable(folder + n)));
const all = withRoles(concatTables([a.table, b.table]), { education: 'sensitive', income: 'sensitive' });
let raised = 0;
const faint: string[] = [];
for (let seed = 1; seed <= 20; seed++) {
  const ctx = createContext({ seed });
  const order = shuffle(Int32Array.from({ length: all.rows }, (_, i) => i), ctx.random.fork('o'));
  const part = (x: number, y: number) => takeRows(all, order.slice(x, y));
  const audit = await auditPrivacy({ real: part(0, 6000), holdout: part(6000, 9000), synthetic: part(9000, 13000) }, { power: false }, ctx);
  if (audit.leaks.length) { raised++; console.log(seed, audit.leaks.join(' | ')); }
  faint.push(...audit.faint);
}
console.log('raised', raised, 'of 20; faint', faint.length, faint.join(', '));
