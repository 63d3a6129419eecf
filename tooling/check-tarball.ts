import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { checkManifest } from './check-manifest.ts';
import { forbiddenText } from './forbidden-text.ts';
import { readManifest } from './published-packages.ts';

const ALLOWED =
  /^(package\.json|LICENSE|README\.md|CHANGELOG\.md|dist\/[\w./-]+\.(js|d\.ts|d\.ts\.map)|src\/[\w./-]+\.ts)$/;
const REQUIRED = ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts'];
const MOST_BYTES = 2_000_000;

export interface TarballFacts {
  readonly files: number;
  readonly bytes: number;
  readonly problems: readonly string[];
}

/** Looks at an unpacked package: what is there, what is missing, what must not be there. */
export function checkTarball(folder: string): TarballFacts {
  const files = filesBelow(folder);
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  const manifest = readManifest(folder);
  const targets = [...Object.values(manifest.bin ?? {}), ...Object.values(manifest.exports ?? {}).flatMap(entryFiles)];
  return {
    files: files.length,
    bytes,
    problems: [
      ...files
        .filter((file) => !ALLOWED.test(file) || isTest(file))
        .map((file) => `${file} does not belong in a package`),
      ...REQUIRED.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
      ...targets
        .filter((file) => !files.includes(file.slice(2)))
        .map((file) => `${file} is named in package.json but missing`),
      ...unmatched(files),
      ...binProblems(folder, Object.values(manifest.bin ?? {}), files),
      ...files.flatMap((file) =>
        forbiddenText(readFileSync(join(folder, file), 'utf8')).map((what) => `${file} ${what}`),
      ),
      ...checkManifest(manifest).map((what) => `package.json: ${what}`),
      ...(bytes > MOST_BYTES ? [`the package holds ${bytes} bytes, more than ${MOST_BYTES}`] : []),
    ],
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function entryFiles(target: string | Readonly<Record<string, string>>): readonly string[] {
  return typeof target === 'string' ? [target] : Object.values(target);
}

function isTest(file: string): boolean {
  return /(^|\/)(test|bench|golden)\/|(^|\/)scratch|\.(test|bench)\./.test(file);
}

/** Sources without their output, and output that no source accounts for: what a stale build leaves. */
function unmatched(files: readonly string[]): readonly string[] {
  const all = new Set(files);
  const stem = (file: string) => file.replace(/^(src|dist)\//, '').replace(/(\.d)?\.(ts|js)(\.map)?$/, '');
  const missing = files
    .filter((file) => file.startsWith('src/') && !file.endsWith('.d.ts'))
    .filter((file) => !all.has(`dist/${stem(file)}.js`) || !all.has(`dist/${stem(file)}.d.ts`));
  const stale = files.filter((file) => file.startsWith('dist/') && !all.has(`src/${stem(file)}.ts`));
  return [
    ...missing.map((file) => `${file} was not built`),
    ...stale.map((file) => `${file} has no source: a stale build`),
  ];
}

function binProblems(folder: string, bins: readonly string[], files: readonly string[]): readonly string[] {
  return bins
    .filter((bin) => files.includes(bin.slice(2)))
    .filter((bin) => !readFileSync(join(folder, bin), 'utf8').startsWith('#!/usr/bin/env node\n'))
    .map((bin) => `${bin} is a command but does not begin with "#!/usr/bin/env node"`);
}
