import { openWorkspace, startRun } from '../src/index.ts';

// A process of its own: makes a run of two files in the folder named; with `hold` it stops before the run is finished.
const [folder, hold] = process.argv.slice(2);
const run = await startRun(await openWorkspace(folder), { name: 'kept', seed: 1 });
await run.writeText('a.txt', 'a'.repeat(1000));
await run.writeJson('folder/b.json', { b: 1 });
process.stdout.write('written\n');
if (hold) setInterval(() => {}, 1000);
else await run.finish({ done: true });
