import { createRandom } from '@verisim/core';
import { expect, test } from 'vitest';
import { agrees, selfTest, sessions } from '../src/index.ts';
import { createChain } from '../src/sessions/chain.ts';
import { fitChurn } from '../src/sessions/fit-churn.ts';
import { levelsOf, numbersOf, simulated, textsOf } from './simulated.ts';

const walk = { start: { a: 1 }, a: { b: 0.5, exit: 0.5 }, b: { a: 0.4, exit: 0.6 } };

test('expected visits are those of the fundamental matrix', () => {
  // v(a) = 1 + 0.4 v(b), v(b) = 0.5 v(a).
  const { states, visits } = createChain(walk);
  expect(states).toEqual(['a', 'b']);
  expect(visits[0]).toBeCloseTo(1 / 0.8, 12);
  expect(visits[1]).toBeCloseTo(0.5 / 0.8, 12);
});

test.each([
  [{ a: { exit: 1 } }, /no "start"/],
  [{ start: { a: 1 }, a: { b: 1 } }, /moves to "b"/],
  [{ start: { a: 1 }, a: { exit: 0.9 } }, /sum to 0.9/],
  [{ start: { a: 1 }, a: { a: 1 } }, /never reach/],
  [{ start: { exit: 1 }, a: { exit: 1 } }, /"start" moves to "exit"/],
  [{ start: { a: 1 }, a: { exit: 1 }, exit: { a: 1 } }, /leave "exit"/],
])('the transitions %j are refused', (transitions, words) => {
  expect(() => createChain(transitions as never)).toThrow(
    expect.objectContaining({ code: 'generator-simulation/bad-transitions', message: expect.stringMatching(words) }),
  );
});

test('states are visited as the stationary distribution has it, and the self-test agrees', async () => {
  const { model, table } = await simulated(
    sessions,
    { transitions: walk, dwell: { a: 'exponential(10)', b: 'gamma(30, 0.5)' } },
    24 * 8192,
  );
  const found = selfTest(model, table);
  expect(found.map(({ metric }) => metric)).toContain('share-of-visits:a');
  expect(found.find(({ metric }) => metric === 'share-of-visits:a')!.reference!.expected).toBeCloseTo(2 / 3, 12);
  expect(found.filter((one) => !agrees(one))).toEqual([]);
  const time = numbersOf(table, 'time');
  expect(time.every((at, row) => row === 0 || at >= time[row - 1])).toBe(true);
});

test('moves are Markov: a chi-squared of what follows each state, bots aside', async () => {
  const { table } = await simulated(sessions, { transitions: walk, bots: 0 }, 60_000);
  const [state, next] = ['state', 'next'].map((name) => levelsOf(table, name));
  const counts = new Map<string, number>();
  for (const [row, from] of state.entries()) {
    counts.set(from, (counts.get(from) ?? 0) + 1);
    counts.set(`${from} ${next[row]}`, (counts.get(`${from} ${next[row]}`) ?? 0) + 1);
  }
  for (const [move, chance] of [
    ['a b', 0.5],
    ['a exit', 0.5],
    ['b a', 0.4],
    ['b exit', 0.6],
  ] as const) {
    const of = counts.get(move[0])!;
    expect(Math.abs(counts.get(move)! / of - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / of));
  }
  expect(counts.get('a a')).toBeUndefined();
});

test('within a session each step follows from the one before', async () => {
  const { table } = await simulated(sessions, {}, 8192);
  const [state, next] = ['state', 'next'].map((name) => levelsOf(table, name));
  const [step, time, dwell] = ['step', 'time', 'dwell'].map((name) => numbersOf(table, name));
  const last = new Map<string, number>();
  for (const [row, session] of textsOf(table, 'session').entries()) {
    const before = last.get(session);
    if (before !== undefined) {
      expect([state[row], step[row]]).toEqual([next[before], step[before] + 1]);
      expect(Math.abs(time[row] - time[before] - 1000 * dwell[before])).toBeLessThan(3);
    }
    last.set(session, row);
  }
});

test('campaigns add their sessions, only while they run, and name themselves', async () => {
  const options = { campaigns: '2/0.5/3', bots: 0, churn: 'none' };
  const { table } = await simulated(sessions, options, 24 * 8192, 3);
  const [time, step] = ['time', 'step'].map((name) => numbersOf(table, name));
  const [cause, id] = [levelsOf(table, 'cause'), textsOf(table, 'cause_id')];
  const counts = { campaign: 0, other: 0 };
  for (let row = 0; row < table.rows; row++) {
    const days = (time[row] - Date.UTC(2026, 0, 5)) / 86_400_000;
    if (step[row] !== 1) continue;
    const running = days >= 2 && days % 2 < 0.5;
    if (cause[row] === 'campaign') {
      expect(running).toBe(true);
      expect(id[row]).toBe(`campaign:${Math.floor(days / 2)}`);
    }
    if (running) counts[cause[row] === 'campaign' ? 'campaign' : 'other']++;
  }
  expect(counts.campaign / counts.other).toBeGreaterThan(2.7);
  expect(counts.campaign / counts.other).toBeLessThan(3.3);
});

test('a pair of runs without and with a campaign shares the people who come anyway, over many blocks', async () => {
  const [without, withOne] = await Promise.all(
    ['none', '0.3/0.1/1'].map((campaigns) => simulated(sessions, { campaigns, rate: 500 }, 10 * 8192, 5)),
  );
  const last = Math.min(...[without, withOne].map(({ table }) => numbersOf(table, 'time')[table.rows - 1]));
  const instants = ({ table }: typeof without, cause: string) => {
    const causes = levelsOf(table, 'cause');
    return new Set(numbersOf(table, 'time').filter((at, row) => at <= last && causes[row] === cause));
  };
  for (const [cause, least] of [
    ['new', 0.9],
    ['returning', 0.8],
    ['bot', 0.9],
  ] as const) {
    const [a, b] = [instants(without, cause), instants(withOne, cause)];
    expect([...b].filter((at) => a.has(at)).length / b.size).toBeGreaterThan(least);
  }
});

test('churn is fitted as a mixture: who has not come back may yet', () => {
  const random = createRandom('churn');
  const gaps: number[] = [];
  const open: number[] = [];
  // People begin evenly over 30 days; after each session a chance of .3 never to come back, else 5 days on average.
  for (let person = 0; person < 4000; person++) {
    let at = 30 * random.next();
    for (;;) {
      const gap = random.next() < 0.3 ? Number.POSITIVE_INFINITY : -5 * Math.log(1 - random.next());
      if (at + gap > 30) {
        open.push(30 - at);
        break;
      }
      gaps.push(gap);
      at += gap;
    }
  }
  const found = fitChurn(gaps, open)!;
  expect(Math.abs(found.chance - 0.3)).toBeLessThan(0.02);
  expect(Math.abs(found.pause - 5)).toBeLessThan(0.3);
  expect(fitChurn([], [1, 2])).toBeNull();
  expect(fitChurn([0.9, 0.8], new Array(500).fill(1))).toBeNull();
});

test('bots and churn are fitted where columns say them', async () => {
  const { table } = await simulated(sessions, { bots: 0.2, rate: 2000, churn: '0.4/0.01' }, 8192, 2);
  const texts = ['user', 'session'].map((name) => textsOf(table, name));
  const [state, cause] = ['state', 'cause'].map((name) => levelsOf(table, name));
  const time = numbersOf(table, 'time');
  const lines = state.map((one, row) =>
    [
      texts[0][row],
      texts[1][row],
      new Date(time[row]).toISOString(),
      one,
      cause[row] === 'bot' ? 'true' : 'false',
    ].join(),
  );
  const { model } = await simulated(sessions, { like: `user,session,time,state,bot\n${lines.join('\n')}` }, 1);
  const { bots, churn } = model.rates as { bots: number; churn: string };
  expect(Math.abs(bots - cause.filter((one) => one === 'bot').length / 8192)).toBeLessThan(1e-4);
  const [chance, days] = churn.split('/').map(Number);
  expect(Math.abs(chance - 0.4)).toBeLessThan(0.12);
  expect(Math.abs(days / 0.01 - 1)).toBeLessThan(0.3);
});

test('moves and dwell times are fitted to a sample', async () => {
  const { table } = await simulated(
    sessions,
    { transitions: walk, dwell: 'lognormal(12, 0.8)', bots: 0, rate: 500 },
    8192,
    2,
  );
  const [session, time, state] = [textsOf(table, 'session'), numbersOf(table, 'time'), levelsOf(table, 'state')];
  const like = ['session,time,state', ...session.map((id, row) => `${id},${time[row] / 1000},${state[row]}`)].join(
    '\n',
  );
  const { model, table: rows } = await simulated(sessions, { like, bots: 0 }, 8 * 8192);
  const { transitions } = model.rates as { transitions: typeof walk };
  expect(Math.abs(transitions.a.b - 0.5)).toBeLessThan(0.03);
  expect(Math.abs(transitions.b.a - 0.4)).toBeLessThan(0.03);
  expect(selfTest(model, rows).filter((one) => !agrees(one))).toEqual([]);
});

test.each([
  [{ churn: '2/3' }, 'bad-option'],
  [{ campaigns: '1/2/3' }, 'bad-option'],
  [{ dwell: { home: 'exponential(1)' } }, 'bad-option'],
  [{ dwell: 'soon' }, 'bad-duration'],
  [{ like: `session,time,state,bot\n${'1,2,a,1\n1,3,b,1\n'.repeat(6)}` }, 'bad-sample'],
  [{ like: `session,time,state\n1,2,exit\n${'1,2,a\n'.repeat(12)}` }, 'bad-sample'],
])('%j is refused', async (options, code) => {
  await expect(simulated(sessions, options, 1)).rejects.toMatchObject({ code: `generator-simulation/${code}` });
});
