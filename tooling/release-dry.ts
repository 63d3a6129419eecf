/**
 * A release without its last step: `npm run release:dry`. In a copy of the working tree it takes the changesets as `changeset version`
 * would, checks the packages with their new versions, and lets `pnpm publish --dry-run` say what it would upload. Publishes nothing
 * and changes nothing here. Options go on to pack-check.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from './command.ts';
import { buildCopy } from './pack-packages.ts';
import { type PublishedPackage, publishedPackages } from './published-packages.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const AS_SOMEBODY = ['-c', 'user.name=release', '-c', 'user.email=release@localhost', '-c', 'commit.gpgsign=false'];

const temporary = mkdtempSync(join(tmpdir(), 'verisim-release-'));
const copy = join(temporary, 'tree');
try {
  buildCopy(ROOT, copy);
  takeVersions();
  const check = [join(copy, 'tooling/pack-check.ts'), '--built', copy, ...process.argv.slice(2)];
  console.log(must(process.execPath, check, copy).trim());
  for (const one of publishedPackages(copy)) dryPublish(one);
  console.log('\nrelease:dry: nothing was published; the commands of docs/architecture/release.md would');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** `changeset` asks git for the commits behind a changeset, so the copy becomes a repository of its own. */
function takeVersions(): void {
  const before = new Map(publishedPackages(copy).map(({ manifest }) => [manifest.name, manifest.version]));
  must('git', ['init', '--quiet', '--initial-branch=main'], copy);
  must('git', [...AS_SOMEBODY, 'add', '--all'], copy);
  must('git', [...AS_SOMEBODY, 'commit', '--quiet', '--no-verify', '--message=release:dry'], copy);
  const changeset = join(copy, 'node_modules/@changesets/cli/bin.js');
  must(process.execPath, [changeset, 'status'], copy);
  must(process.execPath, [changeset, 'version'], copy);
  for (const { manifest } of publishedPackages(copy)) {
    const from = before.get(manifest.name);
    const change = from === manifest.version ? 'not released' : `-> ${manifest.version}`;
    console.log(`${manifest.name.padEnd(28)} ${from} ${change}`);
  }
  // The lock file names workspace packages by link, so new versions leave it as it is.
  must('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], copy);
}

function dryPublish({ folder, manifest }: PublishedPackage): void {
  const flags = ['--dry-run', '--no-git-checks', '--access', 'public', '--tag', 'latest'];
  must('pnpm', ['publish', ...flags], folder);
  console.log(`would publish ${manifest.name}@${manifest.version} from ${basename(folder)}`);
}
