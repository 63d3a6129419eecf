/** Runs the benchmarks: `npm run bench`, or `npm run bench -- NAME`. Each lies in `packages/<package>/bench/NAME.bench.ts` and prints a table. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const wanted = process.argv.slice(2);
const benches = readdirSync(join(ROOT, 'packages'))
  .map((name) => join(ROOT, 'packages', name, 'bench'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.bench.ts'))
      .map((file) => join(folder, file)),
  );
const names = benches.map((file) => basename(file, '.bench.ts'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown.join('", "')}". Benchmarks: ${names.join(', ') || 'none'}.`);
  process.exitCode = 2;
} else {
  for (const [index, file] of benches.entries()) {
    if (wanted.length > 0 && !wanted.includes(names[index])) continue;
    console.log(`\n${names[index]}`);
    const { status } = spawnSync(process.execPath, ['--conditions=verisim-source', file], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
