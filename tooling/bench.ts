/**
 * Runs the benchmarks: `npm run bench`, or `npm run bench -- NAME... [ARGUMENT...]`. Each lies in `packages/<package>/bench/NAME.bench.ts` and
 * prints a table. What follows the names is handed to each of them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const words = process.argv.slice(2);
const benches = readdirSync(join(ROOT, 'packages'))
  .map((name) => join(ROOT, 'packages', name, 'bench'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.bench.ts'))
      .map((file) => join(folder, file)),
  );
const names = benches.map((file) => basename(file, '.bench.ts'));
const firstArgument = words.findIndex((word) => !names.includes(word));
const wanted = firstArgument < 0 ? words : words.slice(0, firstArgument);
const rest = words.slice(wanted.length);
if (wanted.length === 0 && rest.length > 0) {
  console.error(`There is no benchmark "${rest[0]}". Benchmarks: ${names.join(', ') || 'none'}.`);
  process.exitCode = 2;
} else {
  for (const [index, file] of benches.entries()) {
    if (wanted.length > 0 && !wanted.includes(names[index])) continue;
    console.log(`\n${names[index]}`);
    const { status } = spawnSync(process.execPath, ['--conditions=verisim-source', file, ...rest], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
}
