import type { Generator } from '@verisim/core';
import { unknownGenerator } from './errors.ts';

/** First-party generators by the name that `-g` takes: the package to import, and what it exports. */
const GENERATORS: Readonly<
  Record<string, { readonly module: string; readonly load: () => Promise<Generator<unknown, 'data'>> }>
> = {
  trees: {
    module: '@verisim/generator-tabular',
    load: async () => (await import('@verisim/generator-tabular')).trees as Generator<unknown, 'data'>,
  },
  marginals: {
    module: '@verisim/generator-tabular',
    load: async () => (await import('@verisim/generator-tabular')).marginals as Generator<unknown, 'data'>,
  },
};

/** The module that exports a generator, for worker threads. Throws `cli/unknown-generator`. */
export function generatorModule(name: string): string {
  return entry(name).module;
}

/** Loads a generator by name, and nothing else. Throws `cli/unknown-generator`. */
export function loadGenerator(name: string): Promise<Generator<unknown, 'data'>> {
  return entry(name).load();
}

function entry(name: string): (typeof GENERATORS)[string] {
  if (!Object.hasOwn(GENERATORS, name)) throw unknownGenerator(name, Object.keys(GENERATORS));
  return GENERATORS[name];
}
