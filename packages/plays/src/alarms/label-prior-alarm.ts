import { type CodedColumn, columnOf, type Table } from '@verisim/core';
import { asClassTarget } from '@verisim/evaluator-utility';
import { fisherGreater, holm, type Share, shareDifference } from '@verisim/statistics';
import { ALARM_ALPHA, type Alarm, type AlarmInput, percent, unknownAlarm } from './alarm.ts';
import { comparedRows } from './gap-rows.ts';

const NAME = 'label-prior';
const MEASURES = 'share of the class that shifted most, synthetic minus real';
/** A shift that no one would act on. */
const MARGIN = 0.01;

/**
 * Class shares that differ from reality (two-sided exact test per class, Holm-corrected). A gap that names the target shifts them on purpose:
 * that is no alarm, and says that priors must be corrected.
 */
export function labelPriorAlarm({ real, synthetic, target, where }: AlarmInput): Alarm {
  if (target === undefined)
    return unknownAlarm(NAME, MEASURES, 'No target was named, so there are no class shares.', 'Name the target.');
  const told = where?.filter(({ column }) => column !== target);
  const rows = comparedRows(real, synthetic, told);
  const made = countsOf(synthetic, target, rows.synthetic);
  const known = countsOf(real, target, rows.real);
  const [all, reference] = [made, known].map((counts) => [...counts.values()].reduce((sum, n) => sum + n, 0));
  if (all === 0 || reference === 0)
    return unknownAlarm(NAME, MEASURES, 'One side has no labels.', 'Give labelled rows.');
  const levels = [...new Set([...known.keys(), ...made.keys()])];
  const shares = levels.map((level): [Share, Share] => [
    { hits: made.get(level) ?? 0, of: all },
    { hits: known.get(level) ?? 0, of: reference },
  ]);
  const adjusted = holm(
    shares.map(([own, other]) => Math.min(1, 2 * Math.min(fisherGreater(own, other), fisherGreater(other, own)))),
  );
  const differences = shares.map(([own, other]) => shareDifference(own, other));
  const size = (i: number) => Math.abs(differences[i].value);
  const worst = levels.map((_, i) => i).reduce((a, b) => (size(b) > size(a) ? b : a));
  const shifted = levels.some((_, i) => adjusted[i] < ALARM_ALPHA && size(i) > MARGIN);
  const onPurpose = where?.some(({ column }) => column === target) ?? false;
  const { value, low, high } = differences[worst];
  const [own, other] = shares[worst];
  const figures = `"${levels[worst]}" is ${percent(own.hits / own.of)} of the synthetic and ${percent(other.hits / other.of)} of the real labels.`;
  const level = shifted && !onPurpose ? 'alarm' : 'quiet';
  return {
    name: NAME,
    measures: MEASURES,
    figure: value,
    low,
    high,
    expected: 0,
    level,
    message:
      shifted && onPurpose
        ? `${figures} The condition asked for that: probabilities must be corrected to the real class shares.`
        : figures,
    next:
      level === 'alarm'
        ? 'Draw with the real class shares, or correct the probabilities of the trained model to them, and say which.'
        : '',
  };
}

function countsOf(table: Table, target: string, rows: Int32Array): ReadonlyMap<string, number> {
  const { codes, levels } = columnOf(asClassTarget(table, target), target) as CodedColumn;
  const counts = new Map<string, number>();
  for (const row of rows) {
    if (codes[row] >= 0) counts.set(levels[codes[row]], (counts.get(levels[codes[row]]) ?? 0) + 1);
  }
  return counts;
}
