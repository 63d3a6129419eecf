import { findConfig, loadConfig } from '../src/load-config.ts';

/** Loads the config of every folder named and prints what came of it, as JSON; shows that none leaves a trace on prototypes. */
const results = [];
for (const folder of process.argv.slice(2)) {
  try {
    results.push(await loadConfig(folder, (await findConfig(folder))!));
  } catch (error) {
    const { code, kind, message } = error as Error & { code: string; kind: string };
    results.push({ error: { code, kind, message } });
  }
}
if ('data' in {}) throw new Error('a config has changed the prototype of objects');
process.stdout.write(JSON.stringify(results));
