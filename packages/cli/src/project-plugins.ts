import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isVerisimError } from '@verisim/core';
import { pluginBroken, pluginNotInstalled } from './config-errors.ts';
import { checkPackageName } from './package-name.ts';

/** A plugin that a package exports. */
export interface FoundPlugin {
  readonly package: string;
  /** The URL of the module, for worker threads. */
  readonly module: string;
  readonly export: string;
  readonly plugin: DescribedPlugin;
}

/** What every plugin says of itself. */
export interface DescribedPlugin {
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly family?: string;
  readonly options: unknown;
}

/**
 * The plugins of one package that a config names, as the project has it installed. Imports that package and no other. Throws
 * `cli/bad-package-name`, `cli/plugin-not-installed` and `cli/plugin-broken`.
 */
export async function pluginsOf(name: string): Promise<readonly FoundPlugin[]> {
  checkPackageName(name);
  const { pluginUrl } = await import('@verisim/workers');
  const module = (() => {
    try {
      return pluginUrl(name, pathToFileURL(join(process.cwd(), 'package.json')));
    } catch (error) {
      throw pluginNotInstalled(name, error);
    }
  })();
  const exports = await import(module).catch((error: unknown) => {
    throw isVerisimError(error) ? error : pluginBroken(name, `does not load: ${messageOf(error)}`, error);
  });
  const found = Object.entries(exports as Record<string, unknown>).flatMap(([key, value]) =>
    isPlugin(value) ? [{ package: name, module, export: key, plugin: value }] : [],
  );
  if (found.length === 0) throw pluginBroken(name, 'exports no plugin');
  return found;
}

function isPlugin(value: unknown): value is DescribedPlugin {
  const { kind, api, name } = (value ?? {}) as { kind?: unknown; api?: unknown; name?: unknown };
  return api === 1 && typeof name === 'string' && ['generator', 'validator', 'evaluator'].includes(String(kind));
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
