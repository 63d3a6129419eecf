import { closest, isVerisimError, optionNames, resolveOptions, verisimError } from '@verisim/core';
import { expect, test } from 'vitest';
import { z } from 'zod';

test('closest finds what was most likely meant', () => {
  const known = ['age', 'income', 'Phase of flight', 'minLeaf', 'aircraft_damage'];
  const meant = {
    ages: 'age',
    incmoe: 'income',
    'phase-of-flight': 'Phase of flight',
    'min-leaf': 'minLeaf',
    MINLEAF: 'minLeaf',
    aircraft_damge: 'aircraft_damage',
    ag: 'age',
  };
  for (const [name, found] of Object.entries(meant)) expect(closest(name, known), name).toBe(found);
});

test('closest suggests nothing when nothing is near', () => {
  expect(closest('weight', ['age', 'income'])).toBeNull();
  expect(closest('C', ['A', 'B'])).toBeNull();
  expect(closest('!!', ['?', '--'])).toBeNull();
  expect(closest('age', [])).toBeNull();
});

test('closest takes the nearest, and the first of equally near', () => {
  expect(closest('minleef', ['minLead', 'minLeaf'])).toBe('minLeaf');
  expect(closest('cat', ['bat', 'hat'])).toBe('bat');
  expect(closest('x'.repeat(5000), ['y', 'x'.repeat(4999)])).toBe('x'.repeat(4999));
});

const plugin = {
  name: 'trees',
  options: z.strictObject({ minLeaf: z.int().positive().default(20), smooth: z.boolean().default(true) }),
};

test('resolveOptions fills in defaults and names the options', () => {
  expect(resolveOptions(plugin)).toEqual({ minLeaf: 20, smooth: true });
  expect(resolveOptions(plugin, { minLeaf: 5 })).toEqual({ minLeaf: 5, smooth: true });
  expect(optionNames(plugin)).toEqual(['minLeaf', 'smooth']);
});

test('resolveOptions refuses unknown options with a suggestion, and bad values with the reason', () => {
  const error = (raw: unknown) => {
    try {
      resolveOptions(plugin, raw);
    } catch (thrown) {
      return thrown;
    }
    return null;
  };
  expect(error({ minleaf: 5 })).toMatchObject({
    code: 'core/bad-options',
    kind: 'usage',
    message: 'trees cannot use these options: "minleaf" is not known (did you mean "minLeaf"?).',
    next: 'Its options: minLeaf, smooth.',
  });
  expect(error({ wibble: 5, minLeaf: 1 })).toMatchObject({
    message: expect.stringContaining('"wibble" is not known.'),
  });
  expect(error({ minLeaf: -5 })).toMatchObject({
    code: 'core/bad-options',
    message: expect.stringContaining('minLeaf: '),
  });
  expect(error({ minLeaf: '5', smooth: 1 })).toMatchObject({ message: expect.stringMatching(/minLeaf: .*; smooth: /) });
  for (const raw of [null, 5, 'minLeaf', []])
    expect(error(raw), JSON.stringify(raw)).toMatchObject({ code: 'core/bad-options' });
  expect(error(JSON.parse('{"__proto__": 1}'))).toMatchObject({
    message: expect.stringContaining('"__proto__" is not known'),
  });
});

test('unknown options are refused even by a schema that would drop them', () => {
  const loose = { name: 'loose', options: z.object({ a: z.number().default(1) }) };
  expect(() => resolveOptions(loose, { b: 1 })).toThrow(expect.objectContaining({ code: 'core/bad-options' }));
});

test('an error is recognised by its mark, also one of another installed copy', () => {
  const cause = new Error('disk');
  const error = verisimError('io/unreadable', 'What.', 'Next.', { cause });
  expect(error).toMatchObject({
    code: 'io/unreadable',
    message: 'What.',
    next: 'Next.',
    kind: 'failure',
    name: 'VerisimError',
    cause,
  });
  expect(isVerisimError(error)).toBe(true);
  expect(isVerisimError(Object.assign(new Error('x'), { [Symbol.for('verisim.error')]: true }))).toBe(true);
  for (const other of [new Error('x'), Object.assign(new Error('x'), { code: 'io/x', next: '' }), null, 'io/x']) {
    expect(isVerisimError(other)).toBe(false);
  }
});
