import {
  createContext,
  type Generator,
  type Model,
  type NumericColumn,
  realLineage,
  type Table,
  takeRows,
  trackedTable,
} from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import type { Report } from '@verisim/report';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { makePrivacyPlan, type PrivacyPlan } from '../src/privacy-play/privacy-plan.ts';
import { privacyPlay } from '../src/privacy-play/privacy-play.ts';
import { useLoss } from '../src/privacy-play/use-loss.ts';
import { patients } from './patients.ts';

const train = patients({ rows: 400, seed: 'train' });
const holdout = patients({ rows: 400, seed: 'holdout' });
const stated: Partial<PrivacyPlan> = {
  requirement: 'Nobody learns from the rows whether a patient died.',
  sensitive: ['died'],
  unit: 'one patient',
  target: 'died',
  power: false,
};

/** Gives the rows of a table, whatever is asked. */
function giving(rows: (train: Table) => Table): Generator<unknown, 'data'> {
  const model = (table: Table): Model => ({
    schema: table.spec,
    sample: ({ rows: count }) =>
      takeRows(
        table,
        Int32Array.from({ length: count }, (_, i) => i % table.rows),
      ),
    save: () => ({ json: null, arrays: {} }) as never,
  });
  return {
    kind: 'generator',
    api: 1,
    name: 'giving',
    version: '1',
    summary: 'gives rows',
    family: 'model',
    options: z.looseObject({}),
    needs: 'data',
    traits: { reproducible: true, memorises: true, conditional: false, blockRows: 65_536 },
    fit: (table) => model(rows(table as Table)),
    load: () => model(train),
  };
}

async function play(generator: Generator<unknown, 'data'>, parts: Partial<PrivacyPlan> = {}) {
  const happened: string[] = [];
  const audits: Report[] = [];
  const learner = boostedTrees();
  const result = await privacyPlay(
    {
      plan: makePrivacyPlan({ ...stated, ...parts }, train.spec),
      train: trackedTable(train, realLineage(train.rows, 'train.csv')),
      generator,
      run: 'play-privacy-1',
      seed: '1',
      about: {
        files: [{ role: 'training', file: 'train.csv', hash: 'h', rows: 400 }],
        command: 'verisim play privacy',
      },
      learner: {
        ...learner,
        fit(table, request) {
          happened.push('trained');
          return learner.fit(table, request);
        },
      },
      openHoldout: async () => {
        happened.push('opened');
        return holdout;
      },
      keepAudit: async (report) => {
        happened.push('documented');
        audits.push(report);
      },
    },
    createContext({ seed: 1 }),
  );
  return { result, happened, audits };
}

test('rows as good as fresh ones: attacked, documented, and only then trained on; one opening', async () => {
  const fresh = patients({ rows: 400, seed: 'fresh' });
  const { result, happened, audits } = await play(
    giving(() => fresh),
    { loss: 0.2 },
  );
  expect(happened.slice(0, 2)).toEqual(['opened', 'documented']);
  expect(happened.slice(2)).toEqual(new Array(6).fill('trained'));
  expect(result.audit.leaks).toEqual([]);
  expect(result.verdict.decision).toBe('use');
  expect(result.synthetic!.table.rows).toBe(400);
  expect(audits[0].question).toBe(stated.requirement);
  expect(audits[0].sections.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['The requirement', 'The requirement, fact by fact', '12. No legal conclusion']),
  );
  expect(audits[0].provenance.documentHash).toMatch(/^[0-9a-f]{64}$/);
});

test('copies of patients: a leak ends the play, nothing is trained and the rows are not handed out', async () => {
  const { result, happened, audits } = await play(giving((table) => jittered(table)));
  expect(happened).toEqual(['opened', 'documented']);
  expect(result.verdict).toMatchObject({ decision: 'do not use' });
  expect(result.verdict.reason).toMatch(/^A leak is seen/);
  expect(result.synthetic).toBeNull();
  expect(audits).toHaveLength(1);
  expect(result.sections[0].title).toBe('Verdict');
});

/** Every row a training row, its score a hair off: no exact copy, and no privacy. */
function jittered(table: Table): Table {
  const score = table.columns[1] as NumericColumn;
  const values = score.values.map((value) => value + 0.001);
  return { ...table, columns: table.columns.with(1, { storage: 'numeric', values }) };
}

test('a private generator: its claim stands in the document, and how many rows to make must be said', async () => {
  const claim = {
    epsilon: 2,
    delta: 1e-6,
    unit: 'row',
    neighbours: 'add or remove one row',
    mechanism: 'noisy counts',
  };
  const plain = giving(() => patients({ rows: 400, seed: 'fresh' }));
  const generator: Generator<unknown, 'data'> = {
    ...plain,
    traits: { ...plain.traits, private: true },
    fit(table, options, ctx) {
      ctx.note('differential-privacy', claim);
      return plain.fit(table, options, ctx);
    },
  };
  await expect(play(generator)).rejects.toMatchObject({
    code: 'plays/bad-plan',
    next: expect.stringContaining('--rows'),
  });
  const { audits } = await play(generator, { rows: 300 });
  const section = audits[0].sections.find(({ title }) => title.startsWith('9.'))!;
  expect(JSON.stringify(section)).toContain('noisy counts');
  expect(audits[0].conclusion).toMatch(/^No leak is seen/);
});

test('a play without a requirement, a sensitive column or a unit does not start', () => {
  const plan = (parts: Partial<PrivacyPlan>) => () => makePrivacyPlan({ ...stated, ...parts }, train.spec);
  expect(plan({ requirement: ' ' })).toThrow(/does not state what must stay out of reach/);
  expect(plan({ sensitive: [] })).toThrow(/names no column/);
  expect(plan({ unit: '' })).toThrow(/whose privacy a row is/);
  expect(plan({ sensitive: ['dead'] })).toThrow(/no column "dead"/);
  expect(plan({ loss: 0 })).toThrow(/loss 0 is not above 0/);
  expect(plan({})().power).toBe(false);
});

test('without a target nobody knows whether the rows are of use', async () => {
  const fresh = patients({ rows: 400, seed: 'fresh' });
  const { result, happened } = await play(
    giving(() => fresh),
    { target: undefined },
  );
  expect(result.verdict.decision).toBe('cannot tell');
  expect(happened).toEqual(['opened', 'documented']);
});

test('the loss of use: none for the real rows themselves, all of it for labels that ignore the rest', async () => {
  const request = { real: train, holdout, target: 'died', metric: 'roc-auc', learner: boostedTrees() } as const;
  const same = await useLoss({ ...request, synthetic: train }, createContext({ seed: 1 }));
  expect(same).toMatchObject({ worse: 0, low: 0, high: 0 });
  const random = patients({ rows: 400, seed: 'noise', slope: 0 });
  const lost = await useLoss({ ...request, synthetic: random }, createContext({ seed: 1 }));
  expect(lost!.low).toBeGreaterThan(0.1);
  expect(lost!.real - lost!.synthetic).toBeCloseTo(lost!.worse, 12);
});
