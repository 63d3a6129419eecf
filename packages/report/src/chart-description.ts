import type { Chart, Json } from '@verisim/core';
import { isObject, specChannels, specData, specObjects } from './chart-json.ts';

const MARKS: Readonly<Record<string, string>> = {
  arc: 'sectors',
  area: 'bands',
  bar: 'bars',
  boxplot: 'boxes',
  circle: 'points',
  line: 'lines',
  point: 'points',
  rect: 'coloured cells',
  rule: 'straight lines',
  square: 'points',
  text: 'text',
  tick: 'ticks',
};
const MOST_SERIES = 8;

/** How a chart is drawn, in words, for readers who do not see it: marks, axes, series and the number of data rows. */
export function chartDescription({ spec }: Chart): string {
  const rows = specData(spec);
  const count = rows.reduce((sum, set) => sum + set.length, 0);
  const series = seriesNames(spec);
  const rest = series.length > MOST_SERIES ? ` and ${series.length - MOST_SERIES} more` : '';
  return [
    `Drawn with ${listed(markNames(spec)) || 'marks'}.`,
    axis(spec, 'x', 'Across'),
    axis(spec, 'y', 'Upright'),
    series.length === 0 ? '' : `Series: ${series.slice(0, MOST_SERIES).join(', ')}${rest}.`,
    `${count} ${count === 1 ? 'row' : 'rows'} of data.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function markNames(spec: Json): readonly string[] {
  const types = specObjects(spec).map(({ mark }) => (isObject(mark) ? mark.type : mark));
  return [...new Set(types.flatMap((type) => (typeof type === 'string' ? [MARKS[type] ?? type] : [])))];
}

function axis(spec: Json, channel: string, words: string): string {
  const found = specChannels(spec).filter((entry) => entry.channel === channel);
  const titled = found.find(({ definition }) => typeof definition.title === 'string')?.definition.title;
  const name = titled ?? found[0]?.field;
  return typeof name === 'string' ? `${words}: ${name}.` : '';
}

function seriesNames(spec: Json): readonly string[] {
  const fields = specChannels(spec)
    .filter(
      ({ channel, definition }) =>
        ['color', 'facet', 'column', 'row'].includes(channel) && definition.type === 'nominal',
    )
    .map(({ field }) => field);
  const values = specData(spec).flatMap((rows) => rows.flatMap((row) => fields.map((field) => row[field])));
  return [...new Set(values.filter((value) => typeof value === 'string' && value !== ''))] as string[];
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
