import type { Generator, SourceName } from '@verisim/core';
import { type GeneratorCheckName, type GeneratorSetup, generatorChecks, testGenerator } from '../src/index.ts';

/** Runs the whole kit, with a runner that only collects, and returns the checks that failed with their errors. */
export async function brokenChecks<O, N extends SourceName>(
  generator: Generator<O, N>,
  setup: GeneratorSetup<N> = {},
): Promise<Map<GeneratorCheckName, Error & { code?: string }>> {
  const bodies: (() => Promise<void>)[] = [];
  testGenerator((_, body) => void bodies.push(body), generator, setup);
  const failed = new Map<GeneratorCheckName, Error & { code?: string }>();
  for (const [i, body] of bodies.entries()) {
    try {
      await body();
    } catch (error) {
      failed.set(generatorChecks[i].name, error as Error);
    }
  }
  return failed;
}
