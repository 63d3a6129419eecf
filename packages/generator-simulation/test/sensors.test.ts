import { expect, test } from 'vitest';
import { agrees, faultKinds, selfTest, sensors } from '../src/index.ts';
import { levelsOf, numbersOf, simulated, textsOf } from './simulated.ts';

const many = { faults: { rate: 10 } };

test('noise, lags and faults are as stated', async () => {
  const options = {
    sensors: 4,
    signal: { regimes: 3, trend: 0.3 },
    noise: { deviation: 0.2, memory: 0.9, shared: 0.3 },
  };
  const { model, table } = await simulated(sensors, options, 12 * 65_536);
  const found = selfTest(model, table);
  expect(found.map(({ metric }) => metric)).toEqual([
    'noise-deviation',
    'noise-autocorrelation',
    'season-amplitude',
    'trend',
    'share-of-regime-changes',
    'correlation-at-lag',
    'share-of-faulty-readings',
  ]);
  expect(found.filter((one) => !agrees(one))).toEqual([]);
});

test('the autocorrelation of AR(1) noise falls as its power', async () => {
  const quiet = { sensors: 1, signal: { amplitude: 0 }, noise: { deviation: 1, memory: 0.8 }, faults: { rate: 0 } };
  const { table } = await simulated(sensors, quiet, 65_536);
  const truth = numbersOf(table, 'truth');
  const n = truth.length;
  const variance = truth.reduce((sum, x) => sum + x * x, 0) / n;
  for (const lag of [1, 2, 5, 10]) {
    let sum = 0;
    for (let i = 0; i + lag < n; i++) sum += truth[i] * truth[i + lag];
    // Bartlett 1946: the variance is at most (1 + phi^2) / (1 - phi^2) / n.
    expect(Math.abs(sum / n / variance - 0.8 ** lag)).toBeLessThan(4 * Math.sqrt(1.64 / 0.36 / n));
  }
});

test('readings are true outside of faults, and each interval is of one fault', async () => {
  const { table } = await simulated(sensors, many, 200_000);
  const [value, truth] = ['value', 'truth'].map((name) => numbersOf(table, name));
  const [fault, sensor, id] = [levelsOf(table, 'fault'), levelsOf(table, 'sensor'), textsOf(table, 'cause_id')];
  const kinds = new Map<string, string>();
  const changed = new Map<string, number>();
  for (let row = 0; row < table.rows; row++) {
    if (fault[row] === 'none') {
      expect(value[row]).toBe(truth[row]);
      expect(id[row]).toBe('signal');
      continue;
    }
    const key = `${id[row]} ${sensor[row]}`;
    expect(kinds.get(id[row]) ?? `${fault[row]} ${key}`).toBe(`${fault[row]} ${key}`);
    kinds.set(id[row], `${fault[row]} ${key}`);
    if (value[row] !== truth[row]) changed.set(fault[row], (changed.get(fault[row]) ?? 0) + 1);
    if (fault[row] === 'dropout') expect(value[row]).toBeNaN();
    if (fault[row] === 'clipping') expect(value[row]).toBeLessThanOrEqual(truth[row]);
    if (fault[row] === 'spike') expect(Math.abs(value[row] - truth[row])).toBeGreaterThan(0.79);
  }
  expect([...changed.keys()].sort()).toEqual([...faultKinds].sort());
});

test('a pair of runs with one kind of fault left out differs there alone', async () => {
  const kinds = faultKinds.filter((kind) => kind !== 'drift');
  const all = await simulated(sensors, many, 65_536);
  const some = await simulated(sensors, { faults: { rate: 10, kinds } }, 65_536);
  const fault = levelsOf(all.table, 'fault');
  expect(fault).toContain('drift');
  expect(levelsOf(some.table, 'fault')).toEqual(fault.map((kind) => (kind === 'drift' ? 'none' : kind)));
  const [a, b] = [numbersOf(all.table, 'value'), numbersOf(some.table, 'value')];
  expect(a.every((value, row) => fault[row] === 'drift' || Object.is(value, b[row]))).toBe(true);
});

test('time runs on through blocks that do not hold whole readings', async () => {
  const { table } = await simulated(sensors, { sensors: 7, interval: 10 }, 2 * 65_536);
  const time = numbersOf(table, 'time');
  const block = Math.ceil(65_536 / 7);
  expect(time[65_536] - time[0]).toBe(block * 10_000);
  expect(time.every((at, row) => row === 0 || at - time[row - 1] === 0 || at - time[row - 1] === 10_000)).toBe(true);
});

test('rates are fitted to a sample', async () => {
  const stated = {
    sensors: 1,
    interval: 30,
    signal: { amplitude: 2, trend: 0.5 },
    noise: { deviation: 0.3, memory: 0.6 },
    faults: { rate: 0 },
  };
  const { table } = await simulated(sensors, stated, 5 * 2880, 8);
  const [time, value] = ['time', 'value'].map((name) => numbersOf(table, name));
  const like = ['time,value', ...Array.from(time, (at, row) => `${new Date(at).toISOString()},${value[row]}`)].join(
    '\n',
  );
  const { model } = await simulated(sensors, { like }, 1);
  const { interval, signal, noise } = model.rates as {
    interval: number;
    signal: typeof stated.signal;
    noise: typeof stated.noise;
  };
  expect(interval).toBe(30);
  expect(Math.abs(signal.amplitude - 2)).toBeLessThan(0.05);
  expect(Math.abs(signal.trend - 0.5)).toBeLessThan(0.05);
  expect(Math.abs(noise.deviation - 0.3)).toBeLessThan(0.02);
  expect(Math.abs(noise.memory - 0.6)).toBeLessThan(0.03);
});

test('of several sensors their number, their lag and what they share are fitted', async () => {
  const stated = {
    sensors: 3,
    interval: 60,
    lag: 420,
    noise: { deviation: 0.3, memory: 0.6, shared: 0.7 },
    faults: { rate: 0 },
  };
  const { table } = await simulated(sensors, stated, 9000, 8);
  const [time, value, names] = [numbersOf(table, 'time'), numbersOf(table, 'value'), levelsOf(table, 'sensor')];
  const like = `time,value,sensor\n${names.map((name, row) => `${time[row] / 1000},${value[row]},${name}`).join('\n')}`;
  const { model } = await simulated(sensors, { like }, 1);
  const rates = model.rates as typeof stated;
  expect([rates.sensors, rates.lag]).toEqual([3, 420]);
  expect(Math.abs(rates.noise.shared - 0.7)).toBeLessThan(0.05);
  // Sensors that share nothing: the lag stays as stated.
  const alone = names.map(
    (name, row) => `${time[row] / 1000},${name === 'sensor-1' ? value[row] : (row * 7919) % 101},${name}`,
  );
  const { model: other } = await simulated(sensors, { like: `time,value,sensor\n${alone.join('\n')}`, lag: 60 }, 1);
  expect(other.rates).toMatchObject({ lag: 60, noise: { shared: 0.5 } });
});

test.each([
  [{ lag: 1e7, sensors: 100 }, 'bad-option'],
  [{ interval: 86_400, faults: { rate: 2 } }, 'bad-option'],
  [{ like: 'time,value\n1,2' }, 'bad-sample'],
])('%j is refused', async (options, code) => {
  await expect(simulated(sensors, options, 1)).rejects.toMatchObject({ code: `generator-simulation/${code}` });
});
