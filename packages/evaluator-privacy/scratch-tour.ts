import { createContext, createRandom, createTable, measure, type Column, type ColumnSpec, type Table } from '@verisim/core';
import { fidelity } from '../evaluator-fidelity/src/index.ts';
import { auditJson, auditPrivacy, auditSections, attacks, privacy } from './src/index.ts';
type Maker = (rows: number, seed: number) => Table;
const spec = (name: string, kind: ColumnSpec['kind']): ColumnSpec => ({ name, kind, nullable: true, role: 'feature' });
const num = (rows: number, f: (i: number) => number): Column => ({ storage: 'numeric', values: Float64Array.from({ length: rows }, (_, i) => f(i)) });
const cat = (rows: number, levels: number, f: (i: number) => number): Column => ({ storage: 'coded', levels: Array.from({ length: levels }, (_, i) => `l${i}`), codes: Int32Array.from({ length: rows }, (_, i) => f(i)) });
const text = (rows: number, f: (i: number) => string | null): Column => ({ storage: 'text', values: Array.from({ length: rows }, (_, i) => f(i)) });
const T = (parts: [string, ColumnSpec['kind'], Column][]): Table => createTable(parts.map(([n, k]) => spec(n, k)), parts.map(([, , c]) => c));
const cases: Record<string, [Maker, number, number, number]> = {
  'one number': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => r.normal())]]); }, 200, 200, 100],
  'one category': [(n, s) => { const r = createRandom(s); return T([['x', 'category', cat(n, 3, () => r.int(0, 3))]]); }, 200, 200, 100],
  'constants': [(n) => T([['x', 'number', num(n, () => 5)], ['c', 'category', cat(n, 1, () => 0)], ['b', 'boolean', cat(n, 2, () => 1)]]), 200, 200, 100],
  'constant and one more': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => 5)], ['y', 'number', num(n, () => r.next())]]); }, 200, 200, 100],
  'all missing': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => NaN)], ['c', 'category', cat(n, 0, () => -1)], ['y', 'number', num(n, () => r.next())]]); }, 200, 200, 100],
  'nothing but missing': [(n) => T([['x', 'number', num(n, () => NaN)], ['c', 'category', cat(n, 0, () => -1)]]), 200, 200, 100],
  'all missing in synthetic': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => s === 2 ? NaN : r.next())], ['c', 'category', cat(n, 3, () => s === 2 ? -1 : r.int(0, 3))], ['y', 'number', num(n, () => r.next())]]); }, 200, 200, 100],
  'all missing in real': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => s !== 2 ? NaN : r.next())], ['c', 'category', cat(n, 3, () => s !== 2 ? -1 : r.int(0, 3))], ['y', 'number', num(n, () => r.next())]]); }, 200, 200, 100],
  'three rows': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => r.next())], ['c', 'category', cat(n, 3, () => r.int(0, 3))]]); }, 3, 3, 3],
  'one row': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => r.next())], ['c', 'category', cat(n, 3, () => r.int(0, 3))]]); }, 1, 1, 1],
  'one synthetic row': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => r.next())], ['c', 'category', cat(n, 3, () => r.int(0, 3))]]); }, 500, 1, 200],
  'holdout of one': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => r.next())], ['c', 'category', cat(n, 3, () => r.int(0, 3))]]); }, 500, 500, 1],
  'holdout of none': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => r.next())]]); }, 500, 500, 0],
  'huge values': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, () => 1.7e308 * (2 * r.next() - 1))], ['t', 'number', num(n, () => 5e-324 * r.int(0, 9))], ['z', 'number', num(n, () => -0 * r.next())]]); }, 300, 300, 200],
  'infinite': [(n, s) => { const r = createRandom(s); return T([['x', 'number', num(n, (i) => i % 7 === 0 ? Infinity : i % 11 === 0 ? -Infinity : r.next())], ['y', 'number', num(n, () => r.next())]]); }, 300, 300, 200],
  'names': [(n, s) => { const r = createRandom(s); return T(['__proto__', 'constructor', 'a.b c', '', '"q"'].map((m) => [m, 'number', num(n, () => r.next())])); }, 200, 200, 100],
  'dates': [(n, s) => { const r = createRandom(s); return T([['d', 'datetime', num(n, () => 1.6e12 + 8.64e7 * r.int(0, 900))], ['i', 'id', text(n, (i) => `k${i}`)]]); }, 200, 200, 100],
  'texts': [(n, s) => { const r = createRandom(s); return T([['t', 'text', text(n, (i) => i % 9 === 0 ? null : `word ${r.int(0, 50)} and ${r.int(0, 1000)}`)]]); }, 100, 100, 50],
  'empty texts': [(n) => T([['t', 'text', text(n, () => '')]]), 100, 100, 50],
  'null texts': [(n, s) => { const r = createRandom(s); return T([['t', 'text', text(n, () => null)], ['x', 'number', num(n, () => r.next())]]); }, 100, 100, 50],
  '500 columns': [(n, s) => { const r = createRandom(s); return T(Array.from({ length: 500 }, (_, j): [string, ColumnSpec['kind'], Column] => j % 2 ? [`n${j}`, 'number', num(n, () => r.normal())] : [`c${j}`, 'category', cat(n, 4, () => r.int(0, 4))])); }, 200, 200, 100],
  '100k categories': [(n, s) => { const r = createRandom(s); return T([['c', 'category', cat(n, 100_000, () => r.int(0, 100_000))], ['x', 'number', num(n, () => r.normal())]]); }, +(process.env.N ?? 100_000), +(process.env.N ?? 100_000), +(process.env.N ?? 100_000) / 5],
};
function bad(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path}=${value}`];
  if (typeof value === 'string') return /\bNaN\b|undefined|Infinity|\[object/.test(value) ? [`${path}: ${value.slice(0, 150)}`] : [];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([k, v]) => bad(v, `${path}/${k}`));
}
const only = process.argv[2];
for (const [name, [make, n, m, h]] of Object.entries(cases)) {
  if (only && name !== only) continue;
  const data = { real: make(n, 1), synthetic: make(m, 2), holdout: make(h, 3) };
  for (const [what, run] of [
    ['fidelity', async () => measure(data, [{ evaluator: fidelity }], createContext({ seed: 1 }))],
    ['fidelity without holdout', async () => measure({ real: data.real, synthetic: data.synthetic }, [{ evaluator: fidelity }], createContext({ seed: 1 }))],
    ['audit', async () => { const a = await auditPrivacy(data, { power: n < 5000 && Object.keys(data.real.columns).length < 100 }, createContext({ seed: 1 })); return { json: auditJson(a), s: auditSections(a, { files: [], sensitive: [], seed: '1', command: 'x' }), findings: auditJson(a).findings }; }],
    ['audit without holdout', async () => { const a = await auditPrivacy({ real: data.real, synthetic: data.synthetic }, { power: n < 5000 }, createContext({ seed: 1 })); return { json: auditJson(a), findings: auditJson(a).findings }; }],
    ['attacks+privacy', async () => measure(data, [{ evaluator: attacks }, { evaluator: privacy }], createContext({ seed: 1 }))],
  ] as const) {
    const before = process.cpuUsage();
    try {
      const found: any = await run();
      const b = bad(found);
      const { user, system } = process.cpuUsage(before);
      console.log(`${name} | ${what}: ${((user + system) / 1e6).toFixed(1)} s${b.length ? ` BAD ${b.length}: ${b.slice(0, 4).join(' ; ')}` : ''}`);
      for (const f of found.findings ?? []) if (f.level !== 'info') console.log(`     ${f.level} ${f.rule}: ${f.message.slice(0, 170)}`);
    } catch (error: any) {
      console.log(`${name} | ${what}: THROWS ${error.code ?? ''} ${error.message} ${error.code ? '' : error.stack.split('\n').slice(1, 5).join('\n')}`);
    }
  }
}
console.log('peak MB', (process.resourceUsage().maxRSS / 1024).toFixed(0));
