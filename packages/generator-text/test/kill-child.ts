import { writeSync } from 'node:fs';
import { buyRows } from './buy-rows.ts';

// A process of its own, to be killed.
const [url, folder, ...rest] = process.argv.slice(2);
const [count, concurrency, money] = rest.map(Number);
await buyRows({ url, folder, count, concurrency, money }, (key, text) => void writeSync(1, `${key} ${text}\n`));
