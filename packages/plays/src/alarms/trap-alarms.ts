import { type Context, forkContext, quietContext } from '@verisim/core';
import type { Alarm, AlarmInput } from './alarm.ts';
import { cleanerThanLifeAlarm } from './cleaner-than-life-alarm.ts';
import { denseCentreAlarm } from './dense-centre-alarm.ts';
import { labelNoiseAlarm } from './label-noise-alarm.ts';
import { labelPriorAlarm } from './label-prior-alarm.ts';
import { lowInformationAlarm } from './low-information-alarm.ts';
import { oneSourceAlarm } from './one-source-alarm.ts';
import { productionAlarm } from './production-alarm.ts';

type Look = (input: AlarmInput, ctx: Context) => Alarm | Promise<Alarm>;

const LOOKS: readonly Look[] = [
  labelNoiseAlarm,
  labelPriorAlarm,
  cleanerThanLifeAlarm,
  denseCentreAlarm,
  productionAlarm,
  lowInformationAlarm,
  oneSourceAlarm,
];

/** Looks for every trap; the same input and seed give the same alarms. Throws what the target and conditions throw. */
export async function trapAlarms(input: AlarmInput, ctx: Context): Promise<readonly Alarm[]> {
  const alarms: Alarm[] = [];
  for (const [i, look] of LOOKS.entries()) {
    ctx.signal.throwIfAborted();
    alarms.push(await look(input, quietContext(forkContext(ctx, `alarm:${i}`))));
    ctx.progress({ done: i + 1, total: LOOKS.length, note: 'traps' });
  }
  return alarms;
}
