import { arrow } from './src/arrow.ts';
const run = async () => { const s = await arrow.open('test/fixtures/polars-views.arrow', {}); for await (const b of s.batches()); await s.close(); };
await run();
const b = process.cpuUsage(); const t = performance.now();
for (let i = 0; i < 200; i++) await run();
const u = process.cpuUsage(b); console.log('cpu ms per read', (u.user + u.system) / 200e3, 'wall', (performance.now() - t) / 200);
