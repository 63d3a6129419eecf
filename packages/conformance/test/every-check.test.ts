import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Check, evaluatorChecks, generatorChecks, validatorChecks } from '../src/index.ts';
import { brokenEvaluators } from './broken-evaluators.ts';
import { brokenGenerators } from './broken-generators.ts';
import { brokenValidators } from './broken-validators.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

const kinds = [
  { kind: 'generator', checks: generatorChecks as readonly Check<never>[], broken: brokenGenerators },
  { kind: 'validator', checks: validatorChecks as readonly Check<never>[], broken: brokenValidators },
  { kind: 'evaluator', checks: evaluatorChecks as readonly Check<never>[], broken: brokenEvaluators },
];

for (const { kind, checks, broken } of kinds) {
  const names = checks.map(({ name }) => name);

  test(`every ${kind} check has a name and a title of its own`, () => {
    expect(new Set(names).size).toBe(checks.length);
    expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length);
  });

  test(`every ${kind} check has a broken ${kind} that it catches`, () => {
    const caught = new Set<string>(broken.map(({ check }) => check));
    expect(names.filter((name) => !caught.has(name))).toEqual([]);
    expect(broken.length).toBeGreaterThanOrEqual(12);
  });

  test(`the README lists every ${kind} check with its title, and no other`, () => {
    const table = readme.split(`<!-- checks of ${kind}s -->`)[1]?.split('<!-- end -->')[0] ?? '';
    const listed = [...table.matchAll(/^\| `([a-z-]+)` +\| (.*?) +\|$/gm)].map(([, name, title]) => [name, title]);
    expect(listed).toEqual(checks.map(({ name, title }) => [name, title]));
  });
}
