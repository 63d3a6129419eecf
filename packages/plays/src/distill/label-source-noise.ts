import { clopperPearson } from '@verisim/statistics';

/** How often a source of labels is wrong on real rows. */
export interface LabelSourceNoise {
  /** Real rows that the source labelled. */
  readonly rows: number;
  readonly wrong: number;
  /** `wrong / rows` with its exact 95 % interval (Clopper & Pearson). */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** Rows by real class and by what the source said, row-major `classCount * classCount`. */
  readonly counts: Int32Array;
  /** P(source says column | real class is row), row-major; a class that was not seen is never mistaken. */
  readonly transition: Float64Array;
}

/**
 * Holds a source's labels against real ones: teacher, language model, rule or person.
 *
 * @param said a class per row, -1 = none
 * @param truth the real class per row, -1 = not known; both as places among `classCount` classes
 */
export function labelSourceNoise(said: Int32Array, truth: Int32Array, classCount: number): LabelSourceNoise {
  const counts = new Int32Array(classCount * classCount);
  let [rows, wrong] = [0, 0];
  for (const [row, real] of truth.entries()) {
    if (real < 0 || said[row] < 0) continue;
    counts[real * classCount + said[row]]++;
    rows++;
    wrong += Number(real !== said[row]);
  }
  const transition = Float64Array.from({ length: classCount * classCount }, (_, i) => {
    const real = Math.floor(i / classCount);
    const seen = counts.subarray(real * classCount, (real + 1) * classCount).reduce((sum, count) => sum + count, 0);
    return seen === 0 ? Number(i === real * classCount + real) : counts[i] / seen;
  });
  const bounds = rows === 0 ? { low: 0, high: 1 } : clopperPearson(wrong, rows);
  return { rows, wrong, rate: rows === 0 ? Number.NaN : wrong / rows, ...bounds, counts, transition };
}

/** A transition that mistakes every class for the others alike, at a rate in [0, 1]. */
export function evenNoise(rate: number, classCount: number): Float64Array {
  return Float64Array.from({ length: classCount * classCount }, (_, i) =>
    Math.floor(i / classCount) === i % classCount ? 1 - rate : rate / (classCount - 1),
  );
}
