/**
 * Writes the JavaScript of every package: `node tooling/bundle.ts [ROOT]`, after `tsc -b`, which writes the declarations. Run by `npm run
 * build`. Each package is one build, so that its entry points share their modules. What is imported from elsewhere, other packages of
 * the workspace too, stays an import. Bundles all packages each time (a second) and touches only files that differ.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { filesBelow } from './files-below.ts';
import { type Manifest, workspacePackages } from './published-packages.ts';

const ROOT = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));

/** A module that is started, not imported: `new URL('./worker.ts', import.meta.url)`. It becomes an entry of its own. */
const STARTED = /new URL\('(\.{1,2}\/[\w./-]+\.ts)', import\.meta\.url\)/g;

const startedModules: Plugin = {
  name: 'started-modules',
  transform: {
    filter: { code: 'import.meta.url' },
    handler(code, id) {
      return code.replace(STARTED, (_, file: string) => {
        const chunk = this.emitFile({ type: 'chunk', id: join(dirname(id), file), name: basename(file, '.ts') });
        return `import.meta.ROLLUP_FILE_URL_${chunk}`;
      });
    },
  },
  resolveFileUrl: ({ relativePath }) => `new URL('./${relativePath}', import.meta.url)`,
};

let changed = 0;
for (const { folder, manifest } of workspacePackages(ROOT)) {
  if (existsSync(join(folder, 'src'))) changed += replaceFiles(folder, await bundle(folder, manifest));
}
console.log(changed === 0 ? 'bundle: every package is up to date' : `bundle: ${changed} files written or removed`);

async function bundle(folder: string, manifest: Manifest): Promise<readonly OutputChunk[]> {
  const imported = importedEntries(manifest);
  const build = await rolldown({
    cwd: folder,
    input: { ...imported, ...commandEntries(manifest) },
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    platform: 'node',
    tsconfig: false,
    plugins: [startedModules],
  });
  const { output } = await build.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    minifyInternalExports: false,
    comments: { legal: true, annotation: true, jsdoc: false },
  });
  await build.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  refuseImportsOfStarted(folder, chunks, Object.keys(imported));
  return chunks;
}

/** The entry points in `exports`: the source by the name of its output in `dist`. */
function importedEntries({ exports = {} }: Manifest): Record<string, string> {
  const targets = Object.values(exports).filter((target) => typeof target !== 'string');
  return Object.fromEntries(targets.map((target) => [outputName(target.default), target['verisim-source']]));
}

/** The same of the commands in `bin`. */
function commandEntries({ bin = {} }: Manifest): Record<string, string> {
  const names = Object.values(bin).map(outputName);
  return Object.fromEntries(names.map((name) => [name, `./src/${name}.ts`]));
}

function outputName(file = ''): string {
  return file.replace(/^\.\/dist\//, '').replace(/\.js$/, '');
}

/** A module that is started does its work as soon as it is loaded, so it may not lie in a chunk that others import. */
function refuseImportsOfStarted(folder: string, chunks: readonly OutputChunk[], imported: readonly string[]): void {
  const named = new Set(chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]));
  for (const { isEntry, name, fileName, facadeModuleId, moduleIds } of chunks) {
    if (!isEntry || imported.includes(name) || facadeModuleId === null) continue;
    if (named.has(fileName) || !moduleIds.includes(facadeModuleId))
      throw new Error(
        `${folder}: ${basename(facadeModuleId)} is started, and imported too. Move what is imported to another file.`,
      );
  }
}

/** Makes `dist` hold these chunks, and nothing of earlier builds. The number of files changed. */
function replaceFiles(folder: string, chunks: readonly OutputChunk[]): number {
  const dist = join(folder, 'dist');
  const present = existsSync(dist) ? filesBelow(dist) : [];
  const differing = chunks.filter(
    ({ fileName, code }) => !present.includes(fileName) || readFileSync(join(dist, fileName), 'utf8') !== code,
  );
  for (const { fileName, code } of differing) {
    mkdirSync(dirname(join(dist, fileName)), { recursive: true });
    writeFileSync(join(dist, fileName), code);
  }
  const stale = present.filter(
    (file) => !chunks.some(({ fileName }) => fileName === file) && !isOfCompiler(folder, file),
  );
  for (const file of stale) rmSync(join(dist, file));
  return differing.length + stale.length;
}

/** Whether a file of `dist` was written by `tsc`, for a source that is still there. */
function isOfCompiler(folder: string, file: string): boolean {
  if (file === '.tsbuildinfo') return true;
  return /\.d\.ts(\.map)?$/.test(file) && existsSync(join(folder, 'src', file.replace(/\.d\.ts(\.map)?$/, '.ts')));
}
