import { open } from 'node:fs/promises';

const f = await open('/tmp/m2/s', 'w');
const b = Buffer.alloc(8000);
for (let r = 0; r < 3; r++) {
  const t = performance.now();
  for (let i = 0; i < 100; i++) {
    await f.write(b, 0, 8000, i * 8000 + r * 800000);
    await f.datasync();
  }
  console.log('append', (performance.now() - t) / 100);
}
const t = performance.now();
for (let i = 0; i < 100; i++) {
  await f.write(b, 0, 8000, i * 8000);
  await f.datasync();
}
console.log('overwrite', (performance.now() - t) / 100);
