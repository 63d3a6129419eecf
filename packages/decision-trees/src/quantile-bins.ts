import { badBins } from './errors.ts';

/**
 * Groups of consecutive distinct values with about equal mass. A value that alone holds the mass of a group (an *atom*: the zeros of
 * a spiky column) becomes a group of its own, so that a spike is never blurred into its neighbours.
 *
 * @param counts how often each distinct value occurs, values ascending
 * @param most at most so many groups, 1 to 255
 * @returns the group of each distinct value: 0, 0, 1, 2, 2 ...
 */
export function quantileGroups(counts: ArrayLike<number>, most: number): Int32Array {
  if (!Number.isInteger(most) || most < 1 || most > 255) throw badBins(most);
  if (counts.length <= most) return Int32Array.from({ length: counts.length }, (_, i) => i);
  const runs = runsBetweenAtoms(counts, most);
  const groups = new Int32Array(counts.length);
  const mass = runs.reduce((sum, run) => sum + (run.atom ? 0 : run.mass), 0);
  const spare = most - runs.length;
  let group = 0;
  for (const run of runs) {
    const parts = run.atom ? 1 : 1 + Math.floor((spare * run.mass) / mass);
    group = fillRun(groups, counts, run, parts, group);
  }
  return groups;
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly mass: number;
  readonly atom: boolean;
}

function runsBetweenAtoms(counts: ArrayLike<number>, most: number): readonly Run[] {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  for (let least = total / most; ; least *= 1.5) {
    const runs = splitAtAtoms(counts, least);
    if (runs.length <= most) return runs;
  }
}

function splitAtAtoms(counts: ArrayLike<number>, least: number): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  let mass = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] < least) {
      mass += counts[i];
      continue;
    }
    if (i > from) runs.push({ from, to: i, mass, atom: false });
    runs.push({ from: i, to: i + 1, mass: counts[i], atom: true });
    from = i + 1;
    mass = 0;
  }
  if (from < counts.length) runs.push({ from, to: counts.length, mass, atom: false });
  return runs;
}

/** Cuts one run into at most `parts` groups where its cumulative mass passes equal shares; returns the next free group. */
function fillRun(groups: Int32Array, counts: ArrayLike<number>, run: Run, parts: number, first: number): number {
  let group = first;
  let last = -1;
  let below = 0;
  for (let i = run.from; i < run.to; i++) {
    const part = Math.min(parts - 1, Math.floor(((below + counts[i] / 2) * parts) / run.mass));
    if (last >= 0 && part > last) group++;
    last = part;
    groups[i] = group;
    below += counts[i];
  }
  return group + 1;
}
