import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Bytes of its files, those of packages nested in it left out. */
  readonly bytes: number;
  /** Names of scripts that npm runs on installation. */
  readonly installScripts: readonly string[];
  /** Files that only one platform can load. */
  readonly nativeFiles: readonly string[];
}

const NATIVE = new Set(['.node', '.so', '.dll', '.dylib', '.exe']);

/** Every package below the node_modules of a project that npm installed, in order of name. */
export function installedPackages(project: string): readonly InstalledPackage[] {
  return packageFolders(join(project, 'node_modules'))
    .map(describe)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function packageFolders(modules: string): string[] {
  if (!existsSync(modules)) return [];
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((child) => join(name, child)) : [name],
    )
    .map((name) => join(modules, name))
    .flatMap((folder) => [folder, ...packageFolders(join(folder, 'node_modules'))]);
}

function describe(folder: string): InstalledPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = ownFiles(folder);
  const scripts = ['preinstall', 'install', 'postinstall'].filter((name) =>
    Object.hasOwn(manifest.scripts ?? {}, name),
  );
  return {
    name: manifest.name,
    version: manifest.version,
    license: typeof manifest.license === 'string' ? manifest.license : (manifest.license?.type ?? 'none stated'),
    bytes: files.reduce((sum, file) => sum + lstatSync(file).size, 0),
    installScripts: existsSync(join(folder, 'binding.gyp')) ? [...scripts, 'node-gyp'] : scripts,
    nativeFiles: files.filter((file) => NATIVE.has(extname(file))).map((file) => basename(file)),
  };
}

function ownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return entry.name === 'node_modules' && basename(dirname(path)) !== 'node_modules' ? [] : ownFiles(path);
  });
}
