import { type Context, shuffle, sliceRows, type Table, takeColumns, takeRows } from '@verisim/core';
import { fisherGreater, holm, type Share, shareDifference } from '@verisim/statistics';
import { ALARM_ALPHA, type Alarm, type AlarmInput, percent, unknownAlarm } from './alarm.ts';
import type { Dirt } from './dirt.ts';
import { contradictionDirt } from './dirt-contradictions.ts';
import { missingDirt } from './dirt-missing.ts';
import { orderDirt, sequenceDirt } from './dirt-order.ts';
import { typoDirt } from './dirt-typos.ts';
import { comparedRows } from './gap-rows.ts';

const NAME = 'cleaner-than-life';
const MEASURES = 'share of rows with the untidiness that is most missed, synthetic minus real';
/** Dirt that is kept to this share of the real rate is kept. */
const KEPT = 0.8;
const LEAST_ROWS = 100;

/**
 * Rows cleaner than life: missing values, misspelt levels, contradictions, values and rows out of order, each rarer than in real rows (Fisher's exact test,
 * Holm-corrected over all that was found). What real rows do wrong is found on one half of them and counted on the other, so that finding it does not inflate it.
 */
export function cleanerThanLifeAlarm({ real, synthetic, where }: AlarmInput, ctx: Context): Alarm {
  const rows = comparedRows(real, synthetic, where);
  if (rows.real.length < LEAST_ROWS) {
    const why = `${rows.real.length} real rows are too few to say how untidy they are (${LEAST_ROWS}).`;
    return unknownAlarm(NAME, MEASURES, why, 'Give more real rows.');
  }
  const common = commonColumns(real, synthetic);
  const [known, made] = [
    takeRows(takeColumns(real, common), rows.real),
    takeRows(takeColumns(synthetic, common), rows.synthetic),
  ];
  const counted = countDirt(known, made, ctx);
  if (counted.length === 0) return quietAlarm('No untidiness was found in the real rows that could be missed.', null);
  const adjusted = holm(counted.map(({ real, made }) => fisherGreater(real, made)));
  const order = [...counted.keys()].sort(
    (a, b) => adjusted[a] - adjusted[b] || lossOf(counted[b]) - lossOf(counted[a]),
  );
  const missed = order.filter((i) => adjusted[i] < ALARM_ALPHA && rate(counted[i].made) < KEPT * rate(counted[i].real));
  const worst = counted[missed[0] ?? order[0]];
  if (missed.length === 0) {
    const text = `${counted.length} kinds of untidiness of the real rows were looked for; none is rarer in the synthetic ones.`;
    return quietAlarm(text, shareDifference(worst.made, worst.real));
  }
  const { value, low, high } = shareDifference(worst.made, worst.real);
  const shown = missed.slice(0, 4).map((i) => textOf(counted[i]));
  return {
    name: NAME,
    measures: MEASURES,
    figure: value,
    low,
    high,
    expected: 0,
    level: 'alarm',
    message: `The synthetic rows are cleaner than life, in ${missed.length} of ${counted.length} kinds of untidiness looked for: ${shown.join('; ')}.`,
    next: 'Put the untidiness back (missing values, slips and contradictions at the real rates), or a model will meet it in production for the first time.',
  };
}

interface Counted {
  readonly what: string;
  readonly real: Share;
  readonly made: Share;
}

function countDirt(real: Table, made: Table, ctx: Context): readonly Counted[] {
  const [learned, judged] = halves(real, ctx);
  const kinds: readonly Dirt[] = [missingDirt, typoDirt, contradictionDirt, orderDirt].flatMap((find) => find(learned));
  const middle = real.rows >> 1;
  const rows = sequenceDirt(sliceRows(real, 0, middle));
  const counts = (kind: Dirt, known: Table) => ({ what: kind.what, real: kind.count(known), made: kind.count(made) });
  return [
    ...kinds.map((kind) => counts(kind, judged)),
    ...rows.map((kind) => counts(kind, sliceRows(real, middle, real.rows))),
  ].filter((one) => one.real.of > 0 && one.made.of > 0);
}

/** Two halves by chance, in their own order. */
function halves(table: Table, ctx: Context): readonly [Table, Table] {
  const order = shuffle(
    Int32Array.from({ length: table.rows }, (_, row) => row),
    ctx.random.fork(NAME),
  );
  const middle = table.rows >> 1;
  return [takeRows(table, order.slice(0, middle).sort()), takeRows(table, order.slice(middle).sort())];
}

function commonColumns(real: Table, synthetic: Table): readonly string[] {
  return real.spec.columns.flatMap(({ name }, i) => {
    const at = synthetic.spec.columns.findIndex((spec) => spec.name === name);
    return at >= 0 && synthetic.columns[at].storage === real.columns[i].storage ? [name] : [];
  });
}

const rate = ({ hits, of }: Share): number => hits / of;
const lossOf = ({ real, made }: Counted): number => rate(real) - rate(made);

function textOf({ what, real, made }: Counted): string {
  return `${what}: ${percent(rate(made))} of the rows, ${percent(rate(real))} of the real ones`;
}

function quietAlarm(message: string, found: { value: number; low: number; high: number } | null): Alarm {
  const figures = { figure: found?.value ?? null, low: found?.low ?? null, high: found?.high ?? null, expected: 0 };
  return { name: NAME, measures: MEASURES, ...figures, level: 'quiet', message, next: '' };
}
