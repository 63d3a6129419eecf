import { cellOf, columnOf, type Lineage } from '@verisim/core';
import { type Alarm, type AlarmInput, percent, unknownAlarm } from './alarm.ts';
import { normalName, sharedFamily } from './model-families.ts';

const NAME = 'production-overlap';
const MEASURES = 'share of the rows that a part of the production system made, judged or labelled';
/** Fields of the lineage that name who made or judged a row. */
const FIELDS = ['generator', 'judge'];

/**
 * A generator, judge or teacher that is part of the production system: the model is then trained or scored by itself. Names are compared
 * whole and by family (see {@link sharedFamily}).
 */
export function productionAlarm({ synthetic, lineage, production = [], makers = [] }: AlarmInput): Alarm {
  if (production.length === 0)
    return unknownAlarm(NAME, MEASURES, 'Nothing is known of what runs in production.', 'Name it, with --production.');
  const named = makersOf(lineage, makers, synthetic.rows);
  if (named.size === 0) {
    const why = 'Nothing is known of who made the rows.';
    return unknownAlarm(NAME, MEASURES, why, 'Give the lineage of the rows, or name the makers with --made-by.');
  }
  const overlaps = [...named].flatMap(([maker, rows]) => {
    const same = production.find((part) => normalName(part) === normalName(maker));
    const family = production.find((part) => sharedFamily(part, maker) !== null);
    if (same === undefined && family === undefined) return [];
    const how = same === undefined ? `${maker} is of the family of ${family}` : `${maker} itself`;
    return [{ how, rows }];
  });
  const share = Math.min(1, Math.max(0, ...overlaps.map(({ rows }) => rows / Math.max(1, synthetic.rows))));
  const on = overlaps.length > 0;
  return {
    name: NAME,
    measures: MEASURES,
    figure: share,
    low: null,
    high: null,
    expected: 0,
    level: on ? 'alarm' : 'quiet',
    message: on
      ? `A part of the production system took part in making ${percent(share)} of the rows: ${overlaps.map(({ how }) => how).join('; ')}.`
      : `None of ${[...named.keys()].join(', ')} is or resembles ${production.join(', ')}.`,
    next: on
      ? 'Make, judge and label rows with another family of models than the one that is to be trained or that will use it.'
      : '',
  };
}

/** Rows per named generator, judge or teacher. */
function makersOf(lineage: Lineage | undefined, makers: readonly string[], rows: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>(makers.map((name) => [name, rows]));
  for (const field of FIELDS) {
    if (!lineage?.spec.columns.some(({ name }) => name === field)) continue;
    const column = columnOf(lineage, field);
    for (let row = 0; row < lineage.rows; row++) {
      const cell = cellOf(column, row);
      if (cell !== null) found.set(String(cell), Math.min(rows, (found.get(String(cell)) ?? 0) + 1));
    }
  }
  return found;
}
