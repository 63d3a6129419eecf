import type { Chart, Json } from '@verisim/core';
import { type JsonObject, specChannels, specData } from './chart-json.ts';
import type { ReportTable } from './report.ts';

const MOST_ROWS = 200;
const NAMES = ['row', 'column', 'facet', 'y', 'x', 'color'];
const NUMBERS = ['x', 'x2', 'y', 'y2', 'color'];

/** A chart's data as tables, one per inline data set, under the titles of its axes; the first `most` rows of each. */
export function chartTables(chart: Chart, most: number = MOST_ROWS): readonly ReportTable[] {
  const titles = fieldTitles(chart.spec);
  const instants = temporalFields(chart.spec);
  const byPlace = fieldOrder(chart.spec);
  return specData(chart.spec).map((rows) => {
    const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort(byPlace);
    const cut = rows.length > most ? `, the first ${most} of ${rows.length} rows` : '';
    return {
      caption: `Data of the chart${cut}`,
      columns: fields.map((field) => titles.get(field) ?? field),
      rows: rows.slice(0, most).map((row) => fields.map((field) => cellOf(row, field, instants.has(field)))),
    };
  });
}

/** Names first, then numbers from x to y, then what no channel shows; never by the order of keys, which JSON may change. */
function fieldOrder(spec: Json): (a: string, b: string) => number {
  const place = new Map<string, number>();
  for (const { channel, field, definition } of specChannels(spec)) {
    const named = definition.type === 'nominal' || definition.type === 'ordinal';
    const order = named ? NAMES : NUMBERS;
    const at = (named ? 0 : 10) + (order.includes(channel) ? order.indexOf(channel) : order.length);
    place.set(field, Math.min(at, place.get(field) ?? at));
  }
  const at = (field: string) => place.get(field) ?? 20;
  return (a, b) => at(a) - at(b) || (a < b ? -1 : 1);
}

/** Readable names of fields; a title that several fields share tells nothing and is not used. */
function fieldTitles(spec: Json): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const { field, definition } of specChannels(spec)) {
    if (typeof definition.title === 'string' && !titles.has(field)) titles.set(field, definition.title);
  }
  const used = [...titles.values()];
  return new Map([...titles].filter(([, title]) => used.indexOf(title) === used.lastIndexOf(title)));
}

/** Fields that hold instants: those of a temporal channel, and of its second end (`x2` has no type of its own). */
function temporalFields(spec: Json): ReadonlySet<string> {
  const channels = specChannels(spec);
  const temporal = new Set(
    channels.filter(({ definition }) => definition.type === 'temporal').map(({ channel }) => channel),
  );
  return new Set(channels.filter(({ channel }) => temporal.has(channel.replace(/2$/, ''))).map(({ field }) => field));
}

function cellOf(row: JsonObject, field: string, instant: boolean): string | number | null {
  const value = row[field] ?? null;
  if (instant && typeof value === 'number' && Math.abs(value) <= 8.64e15)
    return new Date(value)
      .toISOString()
      .replace(/(T00:00:00)?(\.000)?Z$/, '')
      .replace('T', ' ');
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return JSON.stringify(value);
}
