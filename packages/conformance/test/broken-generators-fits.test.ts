import { brokenFits } from './broken-fits.ts';
import { generatorFailures } from './collect-failures.ts';
import { testBroken } from './test-broken.ts';

testBroken(
  brokenFits.map((broken) => ({
    ...broken,
    run: () => generatorFailures(broken.generator, { examples: 20, ...broken.setup }),
  })),
);
