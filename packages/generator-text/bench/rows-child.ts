import { buyMany, manyQuestions } from './buy-many.ts';

// A process of its own: buys rows and tells the most memory it was seen with, in MB.
const [url, path, rows] = process.argv.slice(2);
let peak = 0;
await buyMany(url, path, manyQuestions(Number(rows)), () => {
  peak = Math.max(peak, process.memoryUsage().rss / 1e6);
});
console.log(peak.toFixed(0));
