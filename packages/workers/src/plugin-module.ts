import { readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Generator } from '@verisim/core';
import { pluginNotFound } from './errors.ts';

/** Where a worker finds a generator: live objects cannot be sent to it. */
export interface WorkerPlugin {
  /** A URL, or the name of a package that this package can import; see {@link pluginUrl} for one that only the caller can. */
  readonly module: string;
  /** The name under which the module exports the generator. */
  readonly export: string;
}

/**
 * The URL of a module as seen from a file, for a {@link WorkerPlugin}: `pluginUrl('my-generator', import.meta.url)`. URLs
 * come back as they are. Throws `workers/plugin-not-found`.
 */
export function pluginUrl(module: string, from: string | URL): string {
  if (isUrl(module)) return module;
  try {
    return pathToFileURL(createRequire(from).resolve(module)).href;
  } catch (error) {
    const url = importOnlyUrl(module, from);
    if (url) return url;
    throw pluginNotFound(module, 'default', `it cannot be resolved from ${from}`, error);
  }
}

/** Imports a module and takes the generator out. Throws `workers/plugin-not-found`. */
export async function importGenerator(plugin: WorkerPlugin): Promise<Generator> {
  const { module, export: name } = plugin;
  let exports: Record<string, unknown>;
  try {
    exports = await import(isUrl(module) ? module : pluginUrl(module, import.meta.url));
  } catch (error) {
    throw pluginNotFound(module, name, error instanceof Error ? error.message : String(error), error);
  }
  const found = exports[name] as Generator | undefined;
  if (found?.kind !== 'generator' || typeof found.load !== 'function') {
    throw pluginNotFound(
      module,
      name,
      found === undefined ? 'it has no such export' : 'that export is not a generator',
    );
  }
  return found;
}

function isUrl(module: string): boolean {
  return /^(file|data|node):/.test(module);
}

/** A package whose `exports` speak of `import` alone, which `require.resolve` does not see. */
function importOnlyUrl(module: string, from: string | URL): string | null {
  const name = module.split('/', module.startsWith('@') ? 2 : 1).join('/');
  const manifest = (() => {
    try {
      return findPackageJSON(name, from);
    } catch {
      return undefined;
    }
  })();
  if (!manifest) return null;
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8')) as { exports?: Record<string, unknown> };
  const path = `.${module.slice(name.length)}`;
  let target: unknown = path === '.' && exports && !('.' in exports) ? exports : exports?.[path];
  while (typeof target === 'object' && target !== null) {
    const choices = target as Record<string, unknown>;
    target = choices.node ?? choices.import ?? choices.default;
  }
  return typeof target === 'string' ? new URL(target, pathToFileURL(manifest)).href : null;
}
