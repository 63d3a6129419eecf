import { type ColumnSpec, type Context, checkpoint, createTable, type Table } from '@verisim/core';
import {
  categorySpec,
  codedColumn,
  instantSpec,
  numberSpec,
  numericColumn,
  rounded,
  textColumn,
  textSpec,
} from '../columns.ts';
import { BLOCK_ROWS } from '../simulator.ts';
import { faultEffects, faultKinds } from './fault-kinds.ts';
import { scheduleFaults } from './fault-schedule.ts';
import type { SensorsSettings } from './options.ts';
import { autoregression, drawSignal, type Signal, seasonOf, trendOf } from './signal.ts';

/** Levels of the column `fault`. */
export const faultLevels: readonly string[] = ['none', ...faultKinds];

const sensorNames = (sensors: number) => Array.from({ length: sensors }, (_, k) => `sensor-${k + 1}`);
const regimeNames = (regimes: number) => Array.from({ length: regimes }, (_, k) => `regime-${k + 1}`);

/** One row per reading of a sensor. */
export const sensorsColumns = ({ sensors, signal }: SensorsSettings): readonly ColumnSpec[] => [
  instantSpec('time'),
  categorySpec('sensor', sensorNames(sensors)),
  numberSpec('value', 6, { nullable: true }),
  numberSpec('truth', 6),
  categorySpec('regime', regimeNames(signal.regimes)),
  categorySpec('fault', faultLevels),
  textSpec('cause_id'),
];

/** Readings of each sensor that a block holds. */
export const blockReadings = (sensors: number): number => Math.ceil(BLOCK_ROWS / sensors);

/** Rows while they are simulated, reading by reading and sensor by sensor. */
interface Readings {
  readonly value: Float64Array;
  readonly truth: Float64Array;
  readonly regime: Int32Array;
  readonly fault: Int32Array;
  readonly causeId: string[];
}

/** One block: the same stretch of time for all sensors, whole but for its last reading. */
export async function simulateSensors(
  settings: SensorsSettings,
  block: number,
  rows: number,
  ctx: Context,
): Promise<Table> {
  const { sensors, interval, start } = settings;
  const readings = blockReadings(sensors);
  const signal = drawSignal(settings, readings, ctx.random.fork('signal'));
  const all: Readings = {
    value: new Float64Array(rows),
    truth: new Float64Array(rows),
    regime: new Int32Array(rows),
    fault: new Int32Array(rows),
    causeId: new Array<string>(rows).fill('signal'),
  };
  for (let k = 0; k < sensors; k++) {
    if (k % 16 === 0) await checkpoint(ctx.signal);
    readSensor(settings, signal, block, k, all, ctx);
  }
  const columns = sensorsColumns(settings);
  const time = Float64Array.from({ length: rows }, (_, row) => {
    return start + Math.round(1000 * interval * (block * readings + Math.floor(row / sensors)));
  });
  return createTable(columns, [
    numericColumn(time),
    codedColumn(
      Int32Array.from({ length: rows }, (_, row) => row % sensors),
      columns[1].levels!,
    ),
    numericColumn(rounded(all.value, 6)),
    numericColumn(rounded(all.truth, 6)),
    codedColumn(all.regime, columns[4].levels!),
    codedColumn(all.fault, faultLevels),
    textColumn(all.causeId),
  ]);
}

/** Fills in what one sensor reads. */
function readSensor(
  settings: SensorsSettings,
  signal: Signal,
  block: number,
  k: number,
  all: Readings,
  ctx: Context,
): void {
  const { sensors, noise, lags, period, signal: shape } = settings;
  const readings = blockReadings(sensors);
  const random = ctx.random.fork(`sensor:${k}`);
  const own = autoregression(readings, noise.memory, random.fork('noise'));
  const [ownPart, sharedPart] = [Math.sqrt(1 - noise.shared), Math.sqrt(noise.shared)].map(
    (part) => part * noise.deviation,
  );
  const season = new Float64Array(readings);
  const truth = new Float64Array(readings);
  for (let i = 0; i < readings; i++) {
    const at = signal.before + i - lags[k];
    const reading = block * readings + i - lags[k];
    season[i] = seasonOf(settings, reading);
    const level = season[i] + trendOf(settings, reading) + shape.regimeStep * signal.regime[at];
    truth[i] = level + ownPart * own[i] + sharedPart * signal.shared[at];
  }
  const values = truth.slice();
  const codes = new Int32Array(readings);
  const ids = new Array<string>(readings).fill('signal');
  for (const { kind, from, to, number, random: chance } of scheduleFaults(settings, readings, random.fork('faults'))) {
    faultEffects[kind].apply({ values, truth, season, from, to, period, deviation: noise.deviation, random: chance });
    codes.fill(faultLevels.indexOf(kind), from, to);
    ids.fill(`fault:${block}-${k + 1}-${number}`, from, to);
  }
  for (let i = 0, row = k; row < all.value.length; i++, row += sensors) {
    all.value[row] = values[i];
    all.truth[row] = truth[i];
    all.regime[row] = signal.regime[signal.before + i - lags[k]];
    all.fault[row] = codes[i];
    all.causeId[row] = ids[i];
  }
}
