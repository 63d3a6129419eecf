import { brokenGenerators } from './test/broken-generators.ts';
import { brokenChecks } from './test/broken-checks.ts';
console.debug = () => {};
for (const { check, what, generator } of brokenGenerators) {
  const failed = await brokenChecks(generator);
  if (failed.size === 1 && failed.has(check)) continue;
  console.log(`${check}: ${what}`);
  for (const [name, error] of failed) console.log('    ', name, error.message.slice(0, 300));
}
