import { brokenTables } from './broken-tables.ts';
import { generatorFailures } from './collect-failures.ts';
import { testBroken } from './test-broken.ts';

testBroken(
  brokenTables.map((broken) => ({
    ...broken,
    run: () => generatorFailures(broken.generator, { examples: 20, ...broken.setup }),
  })),
);
