import { createRandom } from '@verisim/core';

/** A small table of a known process as CSV: `y` depends on `age` and `group`. */
export function patientsCsv(rows: number, seed = 1): string {
  const random = createRandom(seed);
  const lines = ['age,group,score,y'];
  for (let i = 0; i < rows; i++) {
    const age = random.int(18, 80);
    const group = ['A', 'B', 'C'][random.int(0, 3)];
    const score = random.next() < 0.1 ? '' : (random.normal() * 10 + age).toFixed(2);
    const y = random.next() < 1 / (1 + Math.exp(-(age - 55) / 6 - (group === 'A' ? 1 : 0))) ? 'yes' : 'no';
    lines.push(`${age},${group},${score},${y}`);
  }
  return `${lines.join('\n')}\n`;
}
