import { createRandom } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { appearanceScore, canaries, canaryExposure } from '../src/index.ts';

describe('canaries', () => {
  it('are drawn without repeats, the same for the same seed', () => {
    const made = canaries(10, createRandom(1), { references: 500, digits: 6, template: 'my code is {} ok' });
    expect(made).toEqual(canaries(10, createRandom(1), { references: 500, digits: 6, template: 'my code is {} ok' }));
    const all = [...made.inserted, ...made.references];
    expect(new Set(all.map(({ secret }) => secret)).size).toBe(510);
    for (const { text, secret } of all) expect(text).toBe(`my code is ${secret} ok`);
    expect(all.every(({ secret }) => /^\d{6}$/.test(secret))).toBe(true);
  });

  it('refuse more than a space can hold, and a template without a place', () => {
    for (const options of [{ digits: 2, references: 50 }, { template: 'no place' }, { references: 0 }])
      expect(() => canaries(2, createRandom(1), options)).toThrow(
        expect.objectContaining({ code: 'evaluator-privacy/bad-canaries' }),
      );
  });
});

describe('canaryExposure', () => {
  const made = canaries(4, createRandom(2), { references: 1023 });

  it('is log2 of the space less log2 of the rank', () => {
    const order = new Map(made.references.map(({ secret }, i) => [secret, i]));
    const scores = [Number.POSITIVE_INFINITY, 1022.5 - 1, 511.5, -1];
    const score = ({ secret }: { secret: string }) =>
      order.get(secret) ?? scores[made.inserted.findIndex((one) => one.secret === secret)];
    const { exposures, most, p } = canaryExposure(made, score);
    expect(most).toBe(10);
    // Ranks 1, 2, 512 and 1024 of 1,024.
    [10, 9, 1, 0].forEach((bits, i) => {
      expect(exposures[i]).toBeCloseTo(bits, 12);
    });
    expect(p).toBeCloseTo(4 / 1024, 12);
  });

  it('is 1 in the middle when all scores are equal, and proves nothing', () => {
    const { median, p } = canaryExposure(made, () => 0);
    expect(median).toBeCloseTo(Math.log2(1024 / (1 + 1023 / 2)), 12);
    expect(p).toBe(1);
  });

  it('sees a secret in released texts, whole or in part, and none in others', () => {
    const random = createRandom(4);
    const noise = Array.from({ length: 300 }, () => `order ${random.int(0, 1e6)} came late`);
    const [first, second] = made.inserted;
    const released = [...noise, `THE REFERENCE  number is ${first.secret}`, `see ${second.secret.slice(0, 8)}`];
    const score = appearanceScore(released);
    expect(score(first)).toBe(9);
    expect(score(second)).toBe(8);
    const { exposures, p } = canaryExposure(made, score);
    expect(exposures[0]).toBe(10);
    expect(exposures[1]).toBe(10);
    expect(p).toBeCloseTo(4 / 1024, 12);
    expect(canaryExposure(made, appearanceScore(noise)).p).toBeGreaterThan(0.05);
  });
});
