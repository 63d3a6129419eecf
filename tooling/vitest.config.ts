import { defineConfig, type ViteUserConfig } from 'vitest/config';

const tooling: ViteUserConfig = defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, pool: 'forks' },
});

export default tooling;
