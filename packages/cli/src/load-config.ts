import { access, readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isVerisimError } from '@verisim/core';
import { configUnreadable, configWrong, twoConfigs } from './config-errors.ts';
import type { ProjectConfig } from './define-project.ts';

/** The names that a config may have. */
export const configNames: readonly string[] = ['verisim.config.ts', 'verisim.config.js', 'verisim.config.json'];

/** How long a config may take to load. */
const PATIENCE = 10_000;

/** A project's config, and the file in the folder that it was read from. */
export interface Project {
  readonly file: string;
  readonly config: ProjectConfig;
}

/** The config files in a folder, never in a parent. */
export async function configFiles(folder: string): Promise<readonly string[]> {
  const found = await Promise.all(
    configNames.map((name) =>
      access(join(folder, name)).then(
        () => [name],
        () => [],
      ),
    ),
  );
  return found.flat();
}

/**
 * Loads a config of this folder. TypeScript is read by Node's own type stripping; `verisim` resolves to this very package where
 * the project has not installed it. Throws `cli/config-unreadable` and `cli/config-wrong`, with file and line.
 */
export async function loadConfig(folder: string, file: string): Promise<Project> {
  const value = file.endsWith('.json') ? await readJson(folder, file) : await importDefault(folder, file);
  const { checkProject } = await import('./project-schema.ts');
  const config = checkProject(value);
  if ('faults' in config) throw configWrong(file, config.faults.join('; '));
  return { file, config };
}

/** The one config of a folder, `null` when it has none. Throws `cli/two-configs`. */
export async function findConfig(folder: string): Promise<string | null> {
  const files = await configFiles(folder);
  if (files.length > 1) throw twoConfigs(files);
  return files[0] ?? null;
}

async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readFile(join(folder, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw configUnreadable(file, null, `it cannot be read (${error.code})`, error);
  });
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const { message } = error as SyntaxError;
    const at = /position (\d+)/.exec(message)?.[1];
    const line = at === undefined ? null : text.slice(0, Number(at)).split('\n').length;
    throw configUnreadable(file, line, `it is not JSON: ${message}`, error);
  }
}

async function importDefault(folder: string, file: string): Promise<unknown> {
  const url = pathToFileURL(join(folder, file)).href;
  const hooks = resolveOwnName(url);
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(configUnreadable(file, null, NEVER_ENDS)), PATIENCE);
  try {
    return await Promise.race([defaultOf(file, url), timeout.promise]);
  } catch (error) {
    if (isVerisimError(error)) throw error;
    throw configUnreadable(file, lineOf(error, url), messageOf(error), error);
  } finally {
    clearTimeout(timer);
    hooks.deregister();
  }
}

async function defaultOf(file: string, url: string): Promise<unknown> {
  const module = await import(url);
  if ('default' in module) return await module.default;
  throw configWrong(file, 'it has no default export; write export default defineProject({ ... })');
}

const NEVER_ENDS = `it has not finished loading after ${PATIENCE / 1000} seconds (it awaits something that never comes)`;

/** Lets the config import `verisim` also in a folder that has not installed it, and reads it as an ES module in any case. */
function resolveOwnName(config: string): { deregister(): void } {
  return registerHooks({
    resolve(specifier, context, next) {
      if (specifier === config) {
        return { ...next(specifier, context), format: config.endsWith('.ts') ? 'module-typescript' : 'module' };
      }
      if (specifier !== 'verisim' || context.parentURL !== config) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        return { url: import.meta.resolve('verisim'), shortCircuit: true };
      }
    },
  });
}

/** The line of the config that an error speaks of: Node puts it before a syntax error, and into the stack of what is thrown. */
function lineOf(error: unknown, url: string): number | null {
  const stack = error instanceof Error ? String(error.stack) : '';
  const at = stack.indexOf(`${url}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(stack.slice(at + url.length + 1))?.[0];
  return line === undefined ? null : Number(line);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return `it throws ${String(error)}`;
  return error instanceof SyntaxError ? `it cannot be parsed: ${error.message}` : `it throws: ${error.message}`;
}
