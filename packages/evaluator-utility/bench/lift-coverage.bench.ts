// How often the lift's 95 % interval holds the lift on 40,000 rows, and how often it decides, by holdout size.
// Run: node --conditions=verisim-source bench/lift-coverage.ts (about 5 CPU minutes)
import {
  type Classifier,
  createContext,
  createRandom,
  type Learner,
  type Random,
  type Table,
  takeRows,
} from '@verisim/core';
import { logisticRegression, measureLift } from '../src/index.ts';
import { process as draw } from '../test/worlds.ts';

const population = draw(40_000, createRandom('population'));
const threshold = 0.01;
const worlds: Readonly<Record<string, (real: Table, random: Random) => Table>> = {
  'rows drawn again': (real, random) => takeRows(real, someRows(300, real.rows, random)),
  'fresh rows': (_, random) => draw(1500, random),
  'a few fresh rows': (_, random) => draw(60, random),
  'no rows': (real) => takeRows(real, []),
};

function someRows(count: number, from: number, random: Random): Int32Array {
  return Int32Array.from({ length: count }, () => random.int(0, from));
}

/** Equal training tables are fitted once: only the holdout changes from repetition to repetition. */
function remembering(learner: Learner): Learner {
  const known: Classifier[] = [];
  let calls = 0;
  return {
    ...learner,
    async fit(train, request) {
      const at = calls++ % 12;
      known[at] ??= await learner.fit(train, request);
      return known[at];
    },
  };
}

for (const rows of [40, 100, 400, 2500]) {
  for (const [world, synthesise] of Object.entries(worlds)) {
    const counts = { runs: 0, held: 0, above: 0, below: 0, suffices: 0 };
    for (let repetition = 0; repetition < 4; repetition++) {
      const random = createRandom(`${world}:${repetition}`);
      const real = draw(300, random.fork('real'));
      const synthetic = synthesise(real, random.fork('synthetic'));
      const shared = { real, synthetic, target: 'target', learner: remembering(logisticRegression), slices: [] };
      const ctx = createContext({ seed: repetition });
      const truth = (await measureLift({ ...shared, holdout: population, resamples: 100 }, ctx)).lift.value;
      for (let h = 0; h < 25; h++) {
        const holdout = takeRows(population, someRows(rows, population.rows, random));
        const { low, high } = (await measureLift({ ...shared, holdout, resamples: 300 }, ctx)).lift;
        counts.runs++;
        if (low <= truth && truth <= high) counts.held++;
        if (low > threshold) counts.above++;
        else if (high < 0) counts.below++;
        else if (high < threshold) counts.suffices++;
      }
    }
    console.log(rows, world, JSON.stringify(counts));
  }
}
