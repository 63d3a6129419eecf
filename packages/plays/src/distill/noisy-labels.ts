import { type CodedColumn, columnIndex, createTable, type Random, type Table } from '@verisim/core';

/** A transition with its errors taken so many times; a class whose errors would pass 1 is always mistaken, its errors in the same proportions. */
export function timesNoise(transition: Float64Array, classCount: number, times: number): Float64Array {
  const scaled = new Float64Array(transition.length);
  for (let real = 0; real < classCount; real++) {
    const at = real * classCount;
    const errors = 1 - transition[at + real];
    const wanted = Math.min(1, times * errors);
    for (let said = 0; said < classCount; said++)
      scaled[at + said] = said === real ? 1 - wanted : errors > 0 ? (wanted * transition[at + said]) / errors : 0;
  }
  return scaled;
}

/** A table whose labels were drawn anew from a transition, and how many of them are wrong now. */
export interface NoisyLabels {
  readonly table: Table;
  readonly wrong: number;
}

/**
 * Draws each label from the transition's row of its class. Equal streams of chance give labels that stay wrong as the noise grows.
 *
 * @param classes the levels that the transition speaks of, in its order; other levels are left alone
 */
export function noisyLabels(
  table: Table,
  target: string,
  noise: { readonly classes: readonly string[]; readonly transition: Float64Array },
  random: Random,
): NoisyLabels {
  const at = columnIndex(table.spec, target);
  const { codes, levels } = table.columns[at] as CodedColumn;
  const { classes, transition } = noise;
  const place = levels.map((level) => classes.indexOf(level));
  const back = classes.map((level) => levels.indexOf(level));
  let wrong = 0;
  const drawn = codes.map((code) => {
    const draw = random.next();
    const real = code < 0 ? -1 : place[code];
    if (real < 0) return code;
    const said = back[drawnClass(transition, real, classes.length, draw)];
    wrong += Number(said !== code);
    return said;
  });
  const columns = table.columns.with(at, { storage: 'coded', codes: drawn, levels });
  return { table: createTable(table.spec.columns, columns, table.spec.constraints), wrong };
}

/** The errors lie at the low end of the draw, so that more noise keeps the errors of less. */
function drawnClass(transition: Float64Array, real: number, classCount: number, draw: number): number {
  let rest = draw;
  for (let said = 0; said < classCount; said++) {
    if (said === real) continue;
    rest -= transition[real * classCount + said];
    if (rest < 0) return said;
  }
  return real;
}
