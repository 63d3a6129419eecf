import { type Context, columnOf, shuffle, type Table } from '@verisim/core';
import { type Alarm, type AlarmInput, unknownAlarm } from './alarm.ts';
import { novelWords } from './novel-words.ts';
import { rowInformation } from './row-information.ts';

const NAME = 'low-information';
const MEASURES = 'synthetic rows nearer to a real row than fresh real rows are, beyond chance';
const LEAST_ROWS = 50;

/**
 * Only paraphrases: rows (or, of columns of free text, wordings) that add little to the real ones. Rows by {@link rowInformation}, texts by
 * {@link novelWords}; the alarm is on when either is.
 */
export function lowInformationAlarm({ real, synthetic }: AlarmInput, ctx: Context): Alarm {
  if (real.rows < LEAST_ROWS || synthetic.rows < LEAST_ROWS) {
    const why = `${real.rows} real and ${synthetic.rows} synthetic rows are too few to compare (${LEAST_ROWS} of each).`;
    return unknownAlarm(NAME, MEASURES, why, 'Give more rows.');
  }
  const texts = novelWords(textsOf(real, ctx), textsOf(synthetic, ctx), ctx);
  const rows = rowInformation(real, synthetic, ctx);
  if (rows === null && texts === null)
    return unknownAlarm(
      NAME,
      MEASURES,
      'There is no column to compare.',
      'Compare tables of numbers, categories or text.',
    );
  const shown = rows !== null && (rows.on || !texts?.on) ? rows : texts!;
  const on = rows?.on === true || texts?.on === true;
  return {
    name: NAME,
    measures: shown === rows ? MEASURES : 'new word pairs per synthetic text, as a share of those of a fresh real text',
    figure: shown.figure,
    low: shown.low,
    high: shown.high,
    expected: shown.expected,
    level: on ? 'alarm' : 'quiet',
    message: [rows?.message, texts?.message].filter((text) => text !== undefined).join(' '),
    next: on
      ? 'Make fewer and more different rows: other seeds, other conditions, another generator. Copies of what is there teach nothing.'
      : '',
  };
}

/** The free texts of a table in an order of chance, all columns of a row in one. */
function textsOf(table: Table, ctx: Context): readonly string[] {
  const columns = table.spec.columns.flatMap(({ name, kind, role }) => {
    const column = columnOf(table, name);
    return kind === 'text' && role !== 'ignore' && column.storage === 'text' ? [column.values] : [];
  });
  if (columns.length === 0) return [];
  const order = shuffle(
    Int32Array.from({ length: table.rows }, (_, row) => row),
    ctx.random.fork('texts'),
  );
  return Array.from(order, (row) => columns.map((values) => values[row] ?? '').join(' \n '));
}
