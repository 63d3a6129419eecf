import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The one test set-up: sources through the export condition, no build needed. */
const shared: ViteUserConfig = defineConfig({
  resolve: { conditions: ['verisim-source'] },
  ssr: { resolve: { conditions: ['verisim-source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    execArgv: ['--conditions=verisim-source'],
  },
});

export default shared;
