import { brokenValidators } from './broken-validators.ts';
import { validatorFailures } from './collect-failures.ts';
import { testBroken } from './test-broken.ts';

testBroken(
  brokenValidators.map((broken) => ({
    ...broken,
    run: () => validatorFailures(broken.validator, { examples: 20, ...broken.setup }),
  })),
);
