import { createContext, createTable, resolveOptions } from '@verisim/core';
import { expect, test } from 'vitest';
import { labelTexts, llm, planTexts } from '../src/index.ts';
import { callsTo, double } from './calls-subject.ts';

const LABELS = ['arrival', 'lost', 'fee', 'limit', 'transfer'];
const truthOf = (text: string) => LABELS[Number(/ticket number (\d+)/.exec(text)?.[1] ?? 0) % LABELS.length];
const tickets = (rows: number) =>
  createTable(
    [{ name: 'text', kind: 'text', nullable: false, role: 'feature' }],
    [{ storage: 'text', values: Array.from({ length: rows }, (_, i) => `This is ticket number ${i} of today`) }],
  );

async function labelled(rows: number, errorRate: number, task: object) {
  const server = await double({ toy: { truth: truthOf, errorRate } });
  const calls = await callsTo(server);
  const settings = { model: 'toy-mini', baseURL: server.url, task: { name: 'labelling', labels: LABELS, ...task } };
  const plan = planTexts(tickets(rows), resolveOptions(llm(null), settings));
  const made = await labelTexts(plan, { calls }, { rows }, createContext({ seed: 1 }));
  const wrong = made.rows.filter(({ values, label }) => label !== truthOf(values.text)).length;
  return { made, server, wrong };
}

// What was asked: a toy teacher that errs independently on 20 % of samples leaves at most 3 % errors where 3 of 3 agree, and the yield is reported.
test('a teacher that errs on a fifth of its samples: three that agree are hardly ever wrong', async () => {
  const rows = 300;
  const { made, server, wrong } = await labelled(rows, 0.2, { samples: 3, agreement: 1 });
  expect(server.bill().requests).toBe(3 * rows);
  // All three right: 0.8^3 = 0.512; all three the same wrong one of four: 4 (0.05)^3 = 0.0005. Within four standard errors.
  expect(Math.abs(made.rows.length / rows - 0.5125)).toBeLessThan(4 * Math.sqrt((0.5125 * 0.4875) / rows));
  expect(wrong / made.rows.length).toBeLessThanOrEqual(0.03);
  expect(made.dropped.get('teacher disagrees with itself')).toBe(rows - made.rows.length);
  expect(made.missing).toEqual([{ label: null, rows: rows - made.rows.length }]);
  expect(made.rows.every(({ tags }) => tags[0] === 'agreement=1.00')).toBe(true);

  const single = await labelled(rows, 0.2, { samples: 1, agreement: 1 });
  expect(Math.abs(single.wrong / rows - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / rows));
});

test('two of three that agree are enough where that is said, and labels that texts have are not shown', async () => {
  const { made } = await labelled(120, 0.2, { samples: 3, agreement: 0.66 });
  // 0.8^3 + 3 (0.8)^2 (0.2) = 0.896, and a little for two that are wrong alike.
  expect(made.rows.length / 120).toBeGreaterThan(0.8);
  expect(new Set(made.rows.map(({ tags }) => tags[0]))).toEqual(new Set(['agreement=0.67', 'agreement=1.00']));
});
