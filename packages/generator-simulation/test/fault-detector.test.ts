import { binValues, boostedPredictions, boostTrees, quantileBins } from '@verisim/decision-trees';
import { expect, test } from 'vitest';
import { faultKinds, sensors } from '../src/index.ts';
import { detectable } from './fault-features.ts';
import { simulated } from './simulated.ts';

/** Noise a tenth of the season's amplitude: faults are 6 to 20 of its standard deviations, see fault-kinds.ts. */
const options = { noise: { deviation: 0.1, memory: 0.7, shared: 0.5 }, faults: { rate: 3 } };
const lags = [0, 5, 10];

test('a detector trained on simulated faults finds others that it has not seen, F1 above 0.9', async () => {
  const [known, unseen] = await Promise.all(
    ['known', 'unseen'].map((seed) => simulated(sensors, options, 65_535, seed)),
  );
  const train = detectable(known.table, 3, lags, known.table);
  const held = detectable(unseen.table, 3, lags, known.table);
  const binnings = train.features.map((values) => quantileBins(values, 200));
  const coded = (features: readonly Float64Array[]) => features.map((values, f) => binValues(binnings[f], values));
  const model = boostTrees(
    { columns: coded(train.features), bins: binnings.map(({ bins }) => bins), ordered: binnings.map(() => true) },
    train.faulty,
    { loss: 'logistic', rounds: 60, leaves: 31, learningRate: 0.2, minRows: 20 },
  );
  const scores = boostedPredictions(model, coded(held.features), held.faulty.length);
  const found = new Map<string, { hits: number; of: number }>();
  let [hits, alarms, faults] = [0, 0, 0];
  for (const [row, faulty] of held.faulty.entries()) {
    const alarm = scores[2 * row + 1] > 0.5 ? 1 : 0;
    hits += alarm & faulty;
    alarms += alarm;
    faults += faulty;
    const one = found.get(held.kind[row]) ?? { hits: 0, of: 0 };
    found.set(held.kind[row], { hits: one.hits + alarm, of: one.of + 1 });
  }
  expect((2 * hits) / (alarms + faults)).toBeGreaterThan(0.9);
  // None of the ten kinds is missed as a whole.
  for (const kind of faultKinds) expect(found.get(kind)!.hits / found.get(kind)!.of).toBeGreaterThan(0.5);
});
