import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { checkManifest } from './check-manifest.ts';
import { filesBelow } from './files-below.ts';
import { forbiddenText } from './forbidden-text.ts';
import { readManifest } from './published-packages.ts';

const ALLOWED =
  /^(package\.json|LICENSE|README\.md|CHANGELOG\.md|dist\/[\w./-]+\.(js|d\.ts|d\.ts\.map)|src\/[\w./-]+\.ts)$/;
const REQUIRED = ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts'];
const MOST_BYTES = 2_000_000;

/** How a bundle names another: an import, static or not, or a file that is started. */
const NAMED_BUNDLE = /\b(?:from|import|import\(|new URL\() ?["'](\.{1,2}\/[^"']+\.js)["']/g;

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
      ...unlinked(folder, files, targets),
      ...binProblems(folder, Object.values(manifest.bin ?? {}), files),
      ...files.flatMap((file) =>
        forbiddenText(readFileSync(join(folder, file), 'utf8')).map((what) => `${file} ${what}`),
      ),
      ...checkManifest(manifest).map((what) => `package.json: ${what}`),
      ...(bytes > MOST_BYTES ? [`the package holds ${bytes} bytes, more than ${MOST_BYTES}`] : []),
    ],
  };
}

function entryFiles(target: string | Readonly<Record<string, string>>): readonly string[] {
  return typeof target === 'string' ? [target] : Object.values(target);
}

function isTest(file: string): boolean {
  return /(^|\/)(test|bench|golden)\/|(^|\/)scratch|\.(test|bench)\./.test(file);
}

/** Sources without declarations, and declarations that no source accounts for: what a stale build leaves. */
function unmatched(files: readonly string[]): readonly string[] {
  const all = new Set(files);
  const stem = (file: string) => file.replace(/^(src|dist)\//, '').replace(/(\.d)?\.ts(\.map)?$/, '');
  const missing = files
    .filter((file) => file.startsWith('src/') && !file.endsWith('.d.ts'))
    .filter((file) => !all.has(`dist/${stem(file)}.d.ts`));
  const stale = files.filter((file) => /^dist\/.*\.d\.ts(\.map)?$/.test(file) && !all.has(`src/${stem(file)}.ts`));
  return [
    ...missing.map((file) => `${file} was not built`),
    ...stale.map((file) => `${file} has no source: a stale build`),
  ];
}

/** Bundles that others name and that are missing, and those that no entry point leads to: what a stale build leaves. */
function unlinked(folder: string, files: readonly string[], targets: readonly string[]): readonly string[] {
  const bundles = files.filter((file) => /^dist\/.*\.js$/.test(file));
  const reached = new Set(targets.map((file) => file.slice(2)).filter((file) => bundles.includes(file)));
  const missing: string[] = [];
  for (const file of reached) {
    const named = readFileSync(join(folder, file), 'utf8').matchAll(NAMED_BUNDLE);
    for (const [, path = ''] of named) {
      const other = posix.join(posix.dirname(file), path);
      if (bundles.includes(other)) reached.add(other);
      else missing.push(`${other} is named in ${file} but missing`);
    }
  }
  const stale = bundles.filter((file) => !reached.has(file));
  return [...missing, ...stale.map((file) => `${file} is imported by nothing: a stale build`)];
}

function binProblems(folder: string, bins: readonly string[], files: readonly string[]): readonly string[] {
  return bins
    .filter((bin) => files.includes(bin.slice(2)))
    .filter((bin) => !readFileSync(join(folder, bin), 'utf8').startsWith('#!/usr/bin/env node\n'))
    .map((bin) => `${bin} is a command but does not begin with "#!/usr/bin/env node"`);
}
