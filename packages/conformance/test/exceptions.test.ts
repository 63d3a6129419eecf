import { expect, test } from 'vitest';
import { testGenerator } from '../src/index.ts';
import { brokenGenerators } from './broken-generators.ts';
import { generatorFailures } from './collect-failures.ts';
import { independent } from './independent-generator.ts';

const noisy = brokenGenerators.find(({ check }) => check === 'range')!.generator;

test('a reasoned exception for a check that fails is accepted and named in the title', async () => {
  const exceptions = { range: 'adds noise on purpose' };
  expect(await generatorFailures(noisy, { exceptions })).toEqual(new Map());
  const titles: string[] = [];
  testGenerator((name) => void titles.push(name), noisy, { exceptions });
  expect(titles.filter((title) => title.includes('(excepted: adds noise on purpose)'))).toHaveLength(1);
  expect(titles.every((title) => title.startsWith('independent: '))).toBe(true);
});

test('an exception for a check that passes is a failure', async () => {
  const failed = await generatorFailures(independent, { exceptions: { range: 'we thought so' } });
  expect([...failed.keys()]).toEqual(['range']);
  expect(failed.get('range')).toMatchObject({ code: 'conformance/exception-passes' });
});

test('an exception excuses its own check and no other', async () => {
  const failed = await generatorFailures(noisy, { exceptions: { coverage: 'we thought so' } });
  expect([...failed.keys()]).toEqual(['range', 'coverage']);
});

test('an exception without a reason, or for a check that does not exist, is refused at once', () => {
  const refused = expect.objectContaining({ code: 'conformance/bad-exception' });
  expect(() => testGenerator(test, independent, { exceptions: { range: ' ' } })).toThrow(refused);
  expect(() => testGenerator(test, independent, { exceptions: { rnage: 'a slip' } as never })).toThrow(refused);
});
