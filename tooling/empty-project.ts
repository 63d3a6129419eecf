import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './command.ts';
import type { Packed } from './pack-packages.ts';

export type PackageManager = 'npm' | 'pnpm';

/** No server listens there: whatever of ours is asked of the registry fails, so only the tarballs can have been installed. */
const NOWHERE = '@verisim:registry=http://127.0.0.1:9/\n';

/**
 * Installs tarballs and ranges of other packages into a new, empty project. Install scripts run as they would at a user's: npm
 * runs them, pnpm only those it is told to.
 */
export function installIntoEmptyProject(
  manager: PackageManager,
  folder: string,
  ours: readonly Packed[],
  others: Readonly<Record<string, string>>,
): void {
  mkdirSync(folder, { recursive: true });
  const tarballs = Object.fromEntries(ours.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const manifest = { name: 'empty', private: true, type: 'module', dependencies: { ...tarballs, ...others } };
  writeFileSync(join(folder, '.npmrc'), NOWHERE);
  if (manager === 'npm') {
    const overrides = Object.fromEntries(ours.map(({ name }) => [name, `$${name}`]));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, overrides }, null, 2));
    must('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], folder);
    return;
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  const settings = {
    overrides: tarballs,
    strictPeerDependencies: true,
    autoInstallPeers: false,
    allowBuilds: { 'core-js': false },
  };
  // JSON is YAML. The file also keeps pnpm from looking for a workspace further up.
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify({ packages: ['.'], ...settings }, null, 2));
  must('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile'], folder);
}
