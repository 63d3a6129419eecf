/**
 * Keeps WebAssembly kernels equal to their text: `packages/<package>/kernels/<name>.wat` is assembled into `packages/<package>/src/<name>-code.ts`.
 * `npm run check` fails when one is stale; `npm run kernels` writes them.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import assembler from 'wabt';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const { parseWat } = await assembler();
const folders = readdirSync(join(ROOT, 'packages')).map((name) => join(ROOT, 'packages', name));
for (const folder of folders.filter((folder) => existsSync(join(folder, 'kernels')))) {
  for (const file of readdirSync(join(folder, 'kernels')).filter((file) => file.endsWith('.wat'))) {
    const name = basename(file, '.wat');
    keep(join(folder, 'src', `${name}-code.ts`), moduleOf(name, assembled(join(folder, 'kernels', file))));
  }
}

function assembled(file: string): Uint8Array {
  const parsed = parseWat(basename(file), readFileSync(file, 'utf8'));
  parsed.validate();
  return parsed.toBinary({}).buffer;
}

function moduleOf(name: string, code: Uint8Array): string {
  const constant = name.toUpperCase().replaceAll('-', '_');
  return `/** \`kernels/${name}.wat\` as WebAssembly, in base64; \`npm run kernels\` writes this file. */
export const ${constant} =
  '${Buffer.from(code).toString('base64')}';
`;
}

function keep(path: string, text: string): void {
  const shown = relative(ROOT, path);
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (same) console.log(`${shown}: up to date`);
  else if (process.argv.includes('--write')) {
    writeFileSync(path, text);
    console.log(`${shown}: written`);
  } else {
    console.error(`${shown} is stale. Run: npm run kernels`);
    process.exitCode = 1;
  }
}
