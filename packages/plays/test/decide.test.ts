import type { LiftEvidence } from '@verisim/evaluator-utility';
import { decide } from '@verisim/plays';
import { expect, test } from 'vitest';

const paired = (value: number, half: number) => ({ value, low: value - half, high: value + half, pWorse: 0.5 });

function evidence(parts: Partial<LiftEvidence> = {}): LiftEvidence {
  return {
    metric: 'roc-auc',
    learner: 'any',
    holdoutRows: 1000,
    seeds: 3,
    realRows: 300,
    syntheticRows: 100,
    arms: [
      { arm: 'real-only', metric: 'roc-auc', value: 0.7, low: 0.65, high: 0.75 },
      { arm: 'augmented', metric: 'roc-auc', value: 0.75, low: 0.7, high: 0.8 },
    ],
    lift: paired(0.05, 0.02),
    againstClassWeights: paired(0.04, 0.02),
    againstPlacebo: paired(0.05, 0.02),
    guards: [{ ...paired(0.01, 0.02), metric: 'log-loss', pAdjusted: 0.9, down: false }],
    slices: [],
    measurements: [],
    charts: [],
    ...parts,
  };
}

const terms = { threshold: 0.01 };

test('a lift surely above the threshold and above both controls is used', () => {
  const verdict = decide(evidence(), terms);
  expect(verdict).toMatchObject({ decision: 'use', metric: 'roc-auc', lift: 0.05, threshold: 0.01, needsRows: null });
  expect(verdict.low).toBeCloseTo(0.03);
});

test('a lift surely below the threshold: the real data suffices', () => {
  expect(decide(evidence({ lift: paired(0.001, 0.005) }), terms).decision).toBe('real data suffices');
});

test('a lift below zero is harm', () => {
  expect(decide(evidence({ lift: paired(-0.03, 0.02) }), terms).decision).toBe('do not use');
});

test('a guarded metric that gets worse outweighs a lift, and is named', () => {
  const verdict = decide(
    evidence({ guards: [{ ...paired(-0.2, 0.1), metric: 'log-loss', pAdjusted: 0.001, down: true }] }),
    terms,
  );
  expect(verdict.decision).toBe('do not use');
  expect(verdict.reason).toContain('log-loss');
});

test('a slice that gets worse outweighs a lift, and is named', () => {
  const slice = {
    ...paired(-0.1, 0.05),
    name: 'Time of day = Night',
    rows: 200,
    pAdjusted: 0.01,
    status: 'down' as const,
  };
  const verdict = decide(evidence({ slices: [slice] }), terms);
  expect(verdict).toMatchObject({ decision: 'do not use' });
  expect(verdict.reason).toContain('Time of day = Night');
});

test('a slice without power does not stop a lift', () => {
  const slice = { ...paired(-0.1, 0.3), name: 's', rows: 9, pAdjusted: 1, status: 'unknown' as const };
  expect(decide(evidence({ slices: [slice] }), terms).decision).toBe('use');
});

test('a lift that straddles the threshold cannot be told, and asks for rows in proportion to the squared width', () => {
  const narrow = decide(evidence({ lift: paired(0.03, 0.04) }), terms);
  const wide = decide(evidence({ lift: paired(0.03, 0.08) }), terms);
  expect(narrow).toMatchObject({ decision: 'cannot tell', needsRows: 4000 });
  expect(wide.needsRows).toBe(16000);
});

test('a lift that class weights give as well cannot be told', () => {
  const verdict = decide(evidence({ againstClassWeights: paired(0.005, 0.02) }), terms);
  expect(verdict.decision).toBe('cannot tell');
  expect(verdict.reason).toContain('class weights');
  expect(verdict.needsRows).toBeGreaterThan(1000);
});

test('a placebo that does as well keeps a lift from being used', () => {
  expect(decide(evidence({ againstPlacebo: paired(0, 0.02) }), terms).decision).toBe('cannot tell');
});

test('a requirement that neither model meets asks for more real rows', () => {
  const verdict = decide(evidence({ lift: paired(0.001, 0.005) }), { threshold: 0.01, requirement: 0.9 });
  expect(verdict.decision).toBe('do not use');
  expect(verdict.reason).toContain('Label more real rows');
});

test('a requirement that real rows meet leaves the sufficiency as it is', () => {
  expect(decide(evidence({ lift: paired(0.001, 0.005) }), { threshold: 0.01, requirement: 0.69 }).decision).toBe(
    'real data suffices',
  );
});
