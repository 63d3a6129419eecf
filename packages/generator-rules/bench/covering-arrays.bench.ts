/**
 * Rows of our covering arrays beside the fewest that are known, every combination looked for one by one: none is missing, and at most 1.5 times the best known rows under three seeds.
 * `npm run bench -- covering-arrays` takes about a CPU minute.
 */
import { createRandom } from '@verisim/core';
import { coveringArray } from '../src/covering/covering-array.ts';
import { coveringCases, uncovered } from '../test/covering-cases.ts';

const MOST = 1.5;

const table = coveringCases.map(({ name, levels, strength, best }) => {
  const before = process.cpuUsage();
  const arrays = [1, 2, 3].map((seed) => coveringArray({ levels, strength, forbidden: [] }, createRandom(seed)));
  const { user, system } = process.cpuUsage(before);
  const rows = arrays.map(({ length }) => length);
  const lacking = arrays.reduce((sum, array) => sum + uncovered(array, levels, strength).length, 0);
  const ratio = Math.max(...rows) / best;
  const kept = lacking === 0 && ratio <= MOST;
  return {
    array: name,
    rows: rows.join(' '),
    'best known': best,
    ratio: ratio.toFixed(2),
    lacking,
    'CPU s each': ((user + system) / 3e6).toFixed(2),
    kept: kept ? 'yes' : 'no',
  };
});
console.table(table);
if (table.some(({ kept }) => kept === 'no')) process.exitCode = 1;
