import type { Alarm } from './alarms.ts';
import type { Copies, CopyRate } from './measure-copies.ts';
import type { OnceOnly } from './once-only.ts';
import { percent } from './percent.ts';
import { rateExcess, rateOf } from './rate-excess.ts';
import { thousands } from './thousands.ts';

const DROP = 'Drop them before the table leaves the house';
const REFIT = 'fit a generator that does not memorise (or fit it longer on more rows, or smooth it)';

/** What copies of rows and of once-only values say, each with the chance of it among fresh rows. */
export function copyAlarms(copies: Copies): Alarm[] {
  const { exact, near, ofHoldout, onceOnly } = copies;
  const alarms = [
    alarm('copies-exact', exact, `${counted(exact)} equal a training row; ${fresh(exact)} do. ${DROP}, and ${REFIT}.`),
    alarm(
      'copies-near',
      near,
      `${counted(near)} are a training row but for small differences of its numbers; ${fresh(near)} are. ${DROP}, and ${REFIT}.`,
    ),
  ];
  if (ofHoldout !== null) {
    const message = `${counted(ofHoldout)} equal a holdout row; of training rows ${percent(rateOf(ofHoldout.fresh))} do. The generator has seen the holdout: find out how, and judge on rows that it has not seen.`;
    alarms.push(alarm('copies-of-holdout', ofHoldout, message));
  }
  return [...alarms, ...onceOnly.map(onceOnlyAlarm)];
}

function onceOnlyAlarm(found: OnceOnly): Alarm {
  const message = `Column "${found.column}": ${counted(found)} hold a value that exactly one training row holds; ${fresh(found)} do. Such a value singles its row out: smooth or round the column, or let the generator draw it anew.`;
  return alarm('once-only-values', found, message);
}

function alarm(rule: string, rate: Pick<CopyRate, 'synthetic' | 'fresh'>, message: string): Alarm {
  return { rule, level: 'error', message, p: rateExcess(rate.synthetic, rate.fresh) };
}

function counted({ synthetic }: Pick<CopyRate, 'synthetic'>): string {
  return `${thousands(synthetic.hits)} of ${thousands(synthetic.rows)} synthetic rows (${percent(rateOf(synthetic))})`;
}

function fresh({ fresh: rate }: Pick<CopyRate, 'fresh'>): string {
  return `of fresh real rows ${percent(rateOf(rate))}`;
}
