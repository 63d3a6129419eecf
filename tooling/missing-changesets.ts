/**
 * Warns of published packages whose sources changed without a changeset that names them: since the branch left `main`, or on `main`
 * itself (and where there is no other branch) since the last release. Run by `npm test`. Never fails: whether users see a change
 * is for the author to say.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { run } from './command.ts';
import { publishedPackages } from './published-packages.ts';

const ROOT = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));

const base = baseCommit();
const named = new Set(changesetsSince(base).flatMap(namedPackages));
const unnamed = publishedPackages(ROOT)
  .map(({ folder, manifest }) => ({ name: manifest.name, folder: `packages/${basename(folder)}` }))
  .filter(({ name, folder }) => !named.has(name) && changedSince(base ?? lastRelease(folder), `${folder}/src`));
for (const { name } of unnamed)
  console.warn(`warning: ${name} changed, and no changeset names it. Run: npm run changeset`);
if (unnamed.length === 0) console.log('changesets: every package that changed is named in one');

/** Where this branch left `main`; null on `main` itself. */
function baseCommit(): string | null {
  for (const branch of ['origin/main', 'main']) {
    const { status, stdout } = run('git', ['merge-base', 'HEAD', branch], ROOT);
    const head = run('git', ['rev-parse', 'HEAD'], ROOT).stdout.trim();
    if (status === 0 && stdout.trim() !== head) return stdout.trim();
  }
  return null;
}

/** The commit that last wrote a package's changelog, which only a release does; null before the first one. */
function lastRelease(folder: string): string | null {
  const { stdout } = run('git', ['log', '-1', '--format=%H', '--', `${folder}/CHANGELOG.md`], ROOT);
  return stdout.trim() || null;
}

/** Whether anything below `path` differs from a commit, in the working tree too; always so when there is no commit to compare. */
function changedSince(commit: string | null, path: string): boolean {
  if (commit === null) return true;
  const differs = run('git', ['diff', '--quiet', commit, '--', path], ROOT).status !== 0;
  return differs || run('git', ['ls-files', '--others', '--exclude-standard', '--', path], ROOT).stdout !== '';
}

function changesetsSince(commit: string | null): readonly string[] {
  const folder = join(ROOT, '.changeset');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .filter((file) => changedSince(commit, `.changeset/${file}`))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** The names in a changeset's front matter. */
function namedPackages(text: string): readonly string[] {
  const front = /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '';
  return [...front.matchAll(/^['"]?([^'":\s]+)['"]?\s*:/gm)].map(([, name]) => name ?? '');
}
