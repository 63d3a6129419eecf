import type { Generator } from '@verisim/core';
import { unknownGenerator } from './errors.ts';
import { pluginTable } from './plugin-table.ts';

type DataGenerator = Generator<unknown, 'data'>;

/** A generator with the module that worker threads import it from. */
export interface FoundGenerator {
  readonly generator: DataGenerator;
  /** A package of ours, or a URL. */
  readonly module: string;
  readonly export: string;
  /** It asks an endpoint, which `generate` opens. */
  readonly live?: true;
}

/** The name that asks for a choice between generators. */
export const AUTO = 'auto';

/** The names of first-party generators. */
export const generatorNames: readonly string[] = pluginTable
  .filter(({ kind }) => kind === 'generator')
  .map(({ name }) => name);

/**
 * Finds a generator by name: a first-party one, else one of the packages that a config names (its `plugins`), which are then
 * imported. Throws `cli/unknown-generator` and what loading a package throws.
 */
export async function findGenerator(name: string, packages: unknown = []): Promise<FoundGenerator> {
  const entry = pluginTable.find((candidate) => candidate.kind === 'generator' && candidate.name === name);
  if (entry) {
    return {
      generator: (await entry.load()) as DataGenerator,
      module: entry.module ?? entry.package,
      export: entry.export,
      ...(entry.live && { live: entry.live }),
    };
  }
  const others: string[] = [];
  for (const named of Array.isArray(packages) ? packages : []) {
    const { pluginsOf } = await import('./project-plugins.ts');
    for (const { plugin, module, export: key } of await pluginsOf(named)) {
      if (plugin.kind !== 'generator') continue;
      if (plugin.name === name) return { generator: plugin as unknown as DataGenerator, module, export: key };
      others.push(plugin.name);
    }
  }
  throw unknownGenerator(name, [...generatorNames, AUTO, ...others]);
}

/** The module that exports a first-party generator, for worker threads. Throws `cli/unknown-generator`. */
export function generatorModule(name: string): string {
  const entry = pluginTable.find((candidate) => candidate.kind === 'generator' && candidate.name === name);
  if (!entry) throw unknownGenerator(name, generatorNames);
  return entry.module ?? entry.package;
}

/** The generator alone; see {@link findGenerator}. */
export async function loadGenerator(name: string, packages?: unknown): Promise<DataGenerator> {
  return (await findGenerator(name, packages)).generator;
}
