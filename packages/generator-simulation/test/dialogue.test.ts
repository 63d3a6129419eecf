import { createContext, fit, sample, type Table } from '@verisim/core';
import { expect, test } from 'vitest';
import { mistype } from '../src/dialogue/typos.ts';
import { readReply, valuesIn } from '../src/dialogue/understand.ts';
import { type Agent, agrees, dialogue, dialogueWith, type SimulationModel, selfTest, tasks } from '../src/index.ts';
import { levelsOf, numbersOf, simulated, textsOf } from './simulated.ts';

/** Dialogues that are not cut, as lists of turns by name. */
function dialoguesOf(table: Table): ReadonlyMap<string, readonly number[]> {
  const names = textsOf(table, 'dialogue');
  const turns = numbersOf(table, 'turns');
  return new Map(
    [...Map.groupBy(names.keys(), (row) => names[row])].filter(([, rows]) => rows.length === turns[rows[0]]),
  );
}

test('behaviours are as often as stated, and the self-test agrees', async () => {
  const { model, table } = await simulated(
    dialogue,
    { cooperativeness: 0.6, impatience: 0.1, changes: 0.1, typos: 0.05, mistakes: 0.06 },
    8 * 2048,
  );
  const found = selfTest(model, table);
  expect(found.map(({ metric }) => metric)).toEqual(['cooperativeness', 'impatience', 'changes', 'typos', 'mistakes']);
  expect(found.filter((one) => !agrees(one))).toEqual([]);
  for (const { value, reference } of found) expect(Math.abs(value! - reference!.expected!)).toBeLessThan(0.02);
});

test('outcomes are those of goal and claims, and every turn says what the user wants', async () => {
  const { table } = await simulated(dialogue, { cooperativeness: 0.5, changes: 0.2, typos: 0.1 }, 4 * 2048);
  const [act, outcome, speaker] = ['act', 'outcome', 'speaker'].map((name) => levelsOf(table, name));
  const [text, wish, goal] = ['text', 'wish', 'goal'].map((name) => textsOf(table, name));
  const task = levelsOf(table, 'task');
  const counts = new Map<string, number>();
  for (const rows of dialoguesOf(table).values()) {
    const last = rows[rows.length - 1];
    counts.set(outcome[last], (counts.get(outcome[last]) ?? 0) + 1);
    expect(wish[last]).toBe(goal[last]);
    expect(rows.map((row) => speaker[row]).every((one, i) => one === (i % 2 === 0 ? 'user' : 'agent'))).toBe(true);
    for (const [i, row] of rows.entries()) if (i > 0) expect(wish[row] === wish[row - 1]).toBe(act[row] !== 'change');
    if (outcome[last] === 'left') expect(act[last]).toBe('leave');
    if (act[last] !== 'thank') continue;
    const arranged = valuesIn(tasks.find(({ name }) => name === task[last])!, text[rows[rows.length - 2]]);
    const equal = Object.entries(JSON.parse(goal[last])).every(([slot, value]) => arranged[slot] === value);
    expect(outcome[last]).toBe(equal ? 'success' : 'wrong');
  }
  for (const one of ['success', 'wrong', 'left']) expect(counts.get(one)).toBeGreaterThan(5);
});

test('cooperative users without typos always succeed, and uncooperative ones seldom', async () => {
  const perfect = { cooperativeness: 1, impatience: 0, changes: 0, typos: 0, mistakes: 0 };
  const [good, bad] = [
    await simulated(dialogue, perfect, 2048),
    await simulated(dialogue, { ...perfect, cooperativeness: 0.2, impatience: 0.3 }, 2048),
  ];
  const share = ({ table }: typeof good) => {
    const outcomes = [...dialoguesOf(table).values()].map((rows) => levelsOf(table, 'outcome')[rows[0]]);
    return outcomes.filter((outcome) => outcome === 'success').length / outcomes.length;
  };
  expect(share(good)).toBe(1);
  expect(share(bad)).toBeLessThan(0.3);
});

test('with one thing changed, dialogues in which it did not show are the same', async () => {
  const options = { cooperativeness: 0.7, typos: 0, changes: 0.1 };
  const [changing, steady] = [
    await simulated(dialogue, options, 2048, 3),
    await simulated(dialogue, { ...options, changes: 0 }, 2048, 3),
  ];
  const told = ({ table }: typeof steady) =>
    new Map([...dialoguesOf(table)].map(([name, rows]) => [name, rows.map((row) => textsOf(table, 'text')[row])]));
  const [a, b] = [told(changing), told(steady)];
  const acts = levelsOf(changing.table, 'act');
  let same = 0;
  for (const [name, rows] of dialoguesOf(changing.table)) {
    if (rows.some((row) => acts[row] === 'change') || !b.has(name)) continue;
    expect(b.get(name)).toEqual(a.get(name));
    same++;
  }
  expect(same).toBeGreaterThan(40);
  const typed = await simulated(dialogue, { ...options, typos: 0.5, impatience: 0 }, 200, 3);
  const meant = textsOf(typed.table, 'meant');
  expect(meant[0]).toBe(textsOf(changing.table, 'text')[0]);
  expect(textsOf(typed.table, 'text').filter((text, row) => text !== meant[row]).length).toBeGreaterThan(40);
});

test('an agent that only writes is understood from its words', async () => {
  const views: string[] = [];
  const agent: Agent = async ({ task, turns, dialogue: name }) => {
    views.push(name);
    const said = Object.assign(
      {},
      ...turns.map(({ speaker, text }) => (speaker === 'user' ? valuesIn(task, text) : {})),
    );
    const missing = task.slots.find((slot) => said[slot.name] === undefined);
    if (missing) return { text: `Let me see. And the ${missing.name}?` };
    return { text: `All is booked: ${Object.values(said).join(' ')}.` };
  };
  const generator = dialogueWith({ agent, concurrency: 3 });
  expect(generator.traits.reproducible).toBe(false);
  const ctx = createContext({ seed: 2 });
  const model = (await fit(
    generator,
    null,
    { cooperativeness: 0.9, impatience: 0, changes: 0 },
    ctx,
  )) as SimulationModel;
  const { table } = await sample(generator, model, { rows: 300 }, ctx);
  const outcomes = [...dialoguesOf(table).values()].map((rows) => levelsOf(table, 'outcome')[rows[0]]);
  expect(outcomes.filter((outcome) => outcome === 'success').length).toBeGreaterThan(0.8 * outcomes.length);
  expect(new Set(views).size).toBeGreaterThan(15);
  const one = dialogueWith({ agent, concurrency: 1 });
  const again = await sample(
    one,
    await fit(one, null, { cooperativeness: 0.9, impatience: 0, changes: 0 }, ctx),
    { rows: 300 },
    ctx,
  );
  expect(textsOf(again.table, 'text')).toEqual(textsOf(table, 'text'));
});

test('an error of the agent passes through, and an abort ends it', async () => {
  const agent: Agent = async () => Promise.reject(new Error('the model is away'));
  const generator = dialogueWith({ agent });
  const ctx = createContext({ seed: 1 });
  const model = await fit(generator, null, {}, ctx);
  await expect(sample(generator, model, { rows: 10 }, ctx)).rejects.toThrow('the model is away');
  const controller = new AbortController();
  const waits = dialogueWith({
    agent: ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        controller.abort();
      }),
  });
  const aborting = createContext({ seed: 1, signal: controller.signal });
  await expect(sample(waits, await fit(waits, null, {}, aborting), { rows: 10 }, aborting)).rejects.toThrow(/abort/i);
});

test('replies are read: questions, values, ends', () => {
  const [table] = tasks;
  expect(readReply(table, { text: 'Fine. For how many guests is it?' })).toMatchObject({ asks: 'people', done: false });
  expect(readReply(table, { text: 'Italain, is that right?' }).claims).toEqual({ food: 'italian' });
  expect(readReply(table, { text: 'It is booked.' })).toMatchObject({ asks: undefined, done: true });
  expect(readReply(table, { text: 'Shall it be booked?' }).done).toBe(false);
  expect(valuesIn(table, 'on Monday, no, on Frday at 19:30')).toEqual({ day: 'friday', time: '19:30' });
});

test('a mistyped word always differs, and numbers and short words stay', () => {
  const random = createContext({ seed: 3 }).random;
  for (let i = 0; i < 500; i++) {
    const [a, at, word] = mistype('is 19:30 coffee', 1, random).split(' ');
    expect([a, at]).toEqual(['is', '19:30']);
    expect(word).not.toBe('coffee');
    expect(Math.abs(word.length - 6)).toBeLessThanOrEqual(1);
  }
});

test('behaviours are fitted to a sample', async () => {
  const options = { cooperativeness: 0.5, impatience: 0.3, changes: 0.15, typos: 0.1 };
  const { table } = await simulated(dialogue, options, 4096, 9);
  const columns = [
    textsOf(table, 'dialogue'),
    levelsOf(table, 'speaker'),
    levelsOf(table, 'act'),
    textsOf(table, 'text'),
    textsOf(table, 'meant'),
  ];
  const line = (row: number) => columns.map((column) => `"${column[row].replaceAll('"', '""')}"`).join(',');
  const like = ['dialogue,speaker,act,text,meant', ...columns[0].map((_, row) => line(row))].join('\n');
  const { model } = await simulated(dialogue, { like }, 1);
  for (const [name, value] of Object.entries(model.rates as Record<string, number>))
    expect(Math.abs(value - options[name as keyof typeof options])).toBeLessThan(0.05);
  const { model: partial } = await simulated(
    dialogue,
    { like: like.replace(',text,meant', ',was,should'), typos: 0.07 },
    1,
  );
  expect((partial.rates as { typos: number }).typos).toBe(0.07);
});

const rows = (row: string) => `dialogue,speaker,act\n${`${row}\n`.repeat(12)}`;

test.each([
  ['too short a sample', { like: 'dialogue,speaker,act\n1,user,open' }],
  ['an unknown act', { like: rows('1,user,shouts') }],
  ['an unknown speaker', { like: rows('1,robot,ask') }],
])('%s: refused', async (_, options) => {
  await expect(simulated(dialogue, options, 1)).rejects.toMatchObject({ code: 'generator-simulation/bad-sample' });
});
