import { brokenBehaviour } from './broken-behaviour.ts';
import { generatorFailures } from './collect-failures.ts';
import { testBroken } from './test-broken.ts';

testBroken(
  brokenBehaviour.map((broken) => ({
    ...broken,
    run: () => generatorFailures(broken.generator, { examples: 20, ...broken.setup }),
  })),
);
