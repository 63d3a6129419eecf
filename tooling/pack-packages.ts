import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { must } from './command.ts';
import { copyTree } from './copy-tree.ts';
import { type Manifest, publishedPackages, readManifest } from './published-packages.ts';

export interface Packed {
  readonly name: string;
  /** The tarball as `pnpm pack` made it. */
  readonly tarball: string;
  /** The same, unpacked. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Copies the working tree to `to`, installs it there from the lock file and builds it: nothing stale, nothing of this checkout touched. */
export function buildCopy(root: string, to: string): void {
  copyTree(root, to);
  must('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], to);
  must(process.execPath, [join(to, 'node_modules/@typescript/native/bin/tsc'), '-b'], to);
  must(process.execPath, [join(to, 'tooling/bundle.ts')], to);
}

/** Packs every published package of a built tree into `tarballs/` below `to`, and unpacks each beside it. */
export function packPackages(root: string, to: string): readonly Packed[] {
  return publishedPackages(root).map(({ folder }) => {
    const short = basename(folder);
    const tarball = join(to, 'tarballs', `${short}.tgz`);
    const unpacked = join(to, 'unpacked', short);
    mkdirSync(join(to, 'tarballs'), { recursive: true });
    mkdirSync(unpacked, { recursive: true });
    must('pnpm', ['pack', '--out', tarball], folder);
    must('tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked], to);
    const manifest = readManifest(unpacked);
    return { name: manifest.name, tarball, folder: unpacked, manifest };
  });
}
