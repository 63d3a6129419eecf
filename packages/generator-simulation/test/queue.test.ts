import { expect, test } from 'vitest';
import { createBatches } from '../src/batches.ts';
import { agrees, BLOCK_ROWS, queue, selfTest } from '../src/index.ts';
import { erlangC } from '../src/queue/closed-form.ts';
import { levelsOf, numbersOf, simulated, textsOf } from './simulated.ts';

const BLOCKS = 10;

/** The mean wait with its 99 % interval, each block an observation. */
async function meanWait(options: unknown) {
  const { table } = await simulated(queue, options, BLOCKS * BLOCK_ROWS);
  const waits = numbersOf(table, 'wait');
  const batches = createBatches();
  for (let b = 0; b < BLOCKS; b++) batches.add(BLOCK_ROWS, (row) => waits[b * BLOCK_ROWS + row]);
  return batches.interval(0.01)!;
}

test("Erlang's C has the values of the tables", () => {
  // Gross & Harris 1998, M/M/c; two servers: 2 rho^2 / (1 + rho).
  expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 12);
  expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
  expect(erlangC(3, 2)).toBeCloseTo(4 / 9, 12);
  expect(erlangC(5, 4)).toBeCloseTo(0.5541, 4);
});

test.each([
  [1, 0.5, 1],
  [3, 0.8, 1.0787],
  [1, 0.95, 19],
])('M/M/%d at utilisation %d waits %d service times, within a 99 % interval', async (servers, utilisation, wait) => {
  const { value, low, high } = await meanWait({ servers, utilisation });
  expect(low).toBeLessThan(wait);
  expect(high).toBeGreaterThan(wait);
  expect((high - low) / value).toBeLessThan(0.35);
});

test.each([
  // Pollaczek & Khinchine: rate E[S^2] / (2 (1 - load)), service mean 1 and load 0.8.
  ['deterministic(1)', (0.8 * 1) / 0.4],
  ['lognormal(1, 1.5)', (0.8 * 3.25) / 0.4],
])('M/G/1 with %s waits %d seconds, within a 99 %% interval', async (service, wait) => {
  const { low, high } = await meanWait({ service });
  expect(low).toBeLessThan(wait);
  expect(high).toBeGreaterThan(wait);
});

test('self-similar arrivals have their Hurst exponent, Poisson arrivals one half', async () => {
  for (const hurst of [0.7, 0.9]) {
    const options = { arrivals: `self-similar(${hurst})`, utilisation: 0.3 };
    const { model, table } = await simulated(queue, options, 6 * BLOCK_ROWS);
    const found = selfTest(model, table).find(({ metric }) => metric === 'hurst-exponent')!;
    // The stated tolerance: 0.05 beside the interval.
    expect(found.low! - 0.05).toBeLessThan(hurst);
    expect(found.high! + 0.05).toBeGreaterThan(hurst);
  }
});

test('a first-come-first-served recursion of its own gives the same waits', async () => {
  const { table } = await simulated(queue, { servers: 2, utilisation: 0.9, arrivals: 'pareto(1.5)' }, 5000, 'lindley');
  const [arrival, service, wait] = ['arrival', 'service', 'wait'].map((name) => numbersOf(table, name));
  const departure = numbersOf(table, 'departure');
  // Kiefer & Wolfowitz 1955 from the first instant at which nobody is left.
  let first = 1;
  for (let latest = departure[0]; first < table.rows && arrival[first] < latest; first++)
    latest = Math.max(latest, departure[first]);
  expect(first).toBeLessThan(table.rows - 1000);
  const free = [0, 0];
  for (let row = first; row < table.rows; row++) {
    free.sort((a, b) => a - b);
    const begin = Math.max(arrival[row] / 1000, free[0]);
    expect(Math.abs(begin - arrival[row] / 1000 - wait[row])).toBeLessThan(0.05);
    free[0] = begin + service[row];
  }
});

test('blocks follow each other in time, and a pair of runs differs by the one thing that was changed', async () => {
  const options = { utilisation: 0.6, impatience: '3/2/10' };
  const whole = await simulated(queue, options, 2 * BLOCK_ROWS);
  const arrival = numbersOf(whole.table, 'arrival');
  expect(arrival.every((at, row) => row === 0 || row === BLOCK_ROWS || at >= arrival[row - 1])).toBe(true);
  expect(arrival[BLOCK_ROWS]).toBeGreaterThan(arrival[0]);
  const calm = await simulated(queue, options, 20_000);
  const outages = await simulated(queue, { ...options, outages: '2000/60' }, 20_000);
  const firsts = (table: typeof calm.table) => {
    const [job, attempt, at] = ['job', 'attempt', 'arrival'].map((name) => numbersOf(table, name));
    return new Map(Array.from(job.keys(), (row) => [attempt[row] === 1 ? job[row] : 0, at[row]] as const));
  };
  const [a, b] = [firsts(calm.table), firsts(outages.table)];
  let pairs = 0;
  for (const [job, at] of a) {
    if (job === 0 || !b.has(job)) continue;
    expect(b.get(job)).toBe(at);
    pairs++;
  }
  expect(pairs).toBeGreaterThan(10_000);
  const causes = levelsOf(outages.table, 'cause');
  const ids = textsOf(outages.table, 'cause_id');
  expect(levelsOf(calm.table, 'cause')).not.toContain('outage');
  expect(causes.filter((cause) => cause === 'outage').length).toBeGreaterThan(100);
  expect(
    causes.every((cause, row) =>
      ids[row].startsWith({ arrival: 'source', retry: 'job:', outage: 'outage:0-' }[cause]!),
    ),
  ).toBe(true);
});

test('who leaves comes back as often as stated, and is served by no server', async () => {
  const { table } = await simulated(queue, { utilisation: 2, impatience: '1/2/5' }, 30_000);
  const outcome = levelsOf(table, 'outcome');
  const [server, attempt] = ['server', 'attempt'].map((name) => numbersOf(table, name));
  expect(Math.max(...attempt)).toBe(3);
  expect(outcome.every((one, row) => (one === 'left') === Number.isNaN(server[row]))).toBe(true);
});

test('rates are fitted to a sample', async () => {
  const { table } = await simulated(queue, { utilisation: 0.7, service: 'lognormal(4, 1.2)' }, 4000, 'sample');
  const [arrival, service] = ['arrival', 'service'].map((name) => numbersOf(table, name));
  const like = [
    'arrival,service',
    ...Array.from(arrival, (at, i) => `${new Date(at).toISOString()},${service[i]}`),
  ].join('\n');
  const { model, table: rows } = await simulated(queue, { like }, 65_536);
  const { utilisation } = model.rates as { utilisation: number };
  expect(Math.abs(utilisation - 0.7)).toBeLessThan(0.05);
  expect(model.rates).toMatchObject({ service: expect.stringMatching(/^gamma\([34]\.\d+, 1\.\d+\)$/) });
  expect(selfTest(model, rows).every(agrees)).toBe(true);
});

test('patience is fitted from who left and who waited, first attempts alone; the self-test holds it against rows', async () => {
  const options = { servers: 3, utilisation: 1.3, impatience: '2/1/30' };
  const { table } = await simulated(queue, options, 6000, 'sample');
  const columns = ['arrival', 'service', 'wait', 'attempt'].map((name) => numbersOf(table, name));
  const outcome = levelsOf(table, 'outcome');
  const lines = outcome.map((one, row) => {
    const [arrival, service, wait, attempt] = columns.map((values) => values[row]);
    return `${arrival / 1000},${one === 'left' ? '' : service},${wait},${attempt}`;
  });
  const like = `arrival,service,wait,attempt\n${lines.join('\n')}`;
  const { model, table: rows } = await simulated(queue, { servers: 3, impatience: '1/1/30', like }, 2 * 65_536);
  const { impatience, utilisation } = model.rates as { impatience: string; utilisation: number };
  expect(Math.abs(Number(impatience.split('/')[0]) - 2)).toBeLessThan(0.2);
  expect(impatience).toMatch(/\/1\/30$/);
  expect(Math.abs(utilisation - 1.3)).toBeLessThan(0.1);
  const found = selfTest(model, rows);
  expect(found.map(({ metric }) => metric)).toEqual(['mean-gap', 'mean-service', 'mean-patience']);
  expect(found.every(agrees)).toBe(true);
});

test('twice the servers at half the utilisation: the same jobs', async () => {
  const [two, four] = await Promise.all(
    [
      { servers: 2, utilisation: 0.8 },
      { servers: 4, utilisation: 0.4 },
    ].map((options) => simulated(queue, options, 70_000, 5)),
  );
  for (const name of ['arrival', 'service']) expect(numbersOf(four.table, name)).toEqual(numbersOf(two.table, name));
});

test.each([
  [{ utilisation: 1 }, 'unstable'],
  [{ utilisation: 0.9, outages: '100/30' }, 'unstable'],
  [{ service: 'normal(1)' }, 'bad-duration'],
  [{ arrivals: 'pareto(0.9)' }, 'bad-option'],
  [{ impatience: '1/2/3/4' }, 'bad-option'],
  [{ impatience: '1/1.5' }, 'bad-option'],
  [{ outages: '10' }, 'bad-option'],
  [{ like: 'arrival,service\n1,2' }, 'bad-sample'],
  [{ like: `arrival,service\n${'1,2\n'.repeat(10)}x,3` }, 'bad-sample'],
  [{ like: `arrival,service\n${'1,\n2,0\n'.repeat(10)}` }, 'bad-sample'],
  [{ like: `arrival,service\n1,-1\n${'3,2\n'.repeat(10)}` }, 'bad-sample'],
  [{ like: `arrival,servce\n${'1,2\n'.repeat(10)}` }, 'bad-sample'],
])('%j is refused', async (options, code) => {
  await expect(simulated(queue, options, 1)).rejects.toMatchObject({ code: `generator-simulation/${code}` });
});
