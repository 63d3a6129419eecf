import type { Chart } from '@verisim/core';
import { isVerisimError } from '@verisim/core';
import { chartSvg } from './chart-svg.ts';
import { chartTables } from './chart-tables.ts';
import { escapeHtml } from './escape-html.ts';
import { plainHtmlTable } from './html-table.ts';

const WIDE = 680;
const NARROW = 320;

/**
 * A chart as a figure with its title and its data as tables. It is drawn twice, for wide and for narrow screens, and CSS shows
 * one of them. A spec that cannot be drawn becomes a sentence; its data is shown all the same.
 */
export async function htmlChart(chart: Chart, id: string): Promise<string> {
  const caption = `<figcaption>${escapeHtml(chart.title)}</figcaption>`;
  const tables = chartTables(chart).map(plainHtmlTable).join('');
  const data = tables === '' ? '' : `<details class="data"><summary>Data of this chart</summary>${tables}</details>`;
  return `<figure class="chart">${await picture(chart, id)}${caption}</figure>${data}`;
}

async function picture(chart: Chart, id: string): Promise<string> {
  try {
    const wide = await chartSvg(chart, { width: WIDE, idPrefix: `${id}w` });
    const narrow = await chartSvg(chart, { width: NARROW, idPrefix: `${id}n` });
    if (widthOf(wide) <= 340) return wide;
    if (widthOf(narrow) > 380) return `<div class="scroll">${wide}</div>`;
    return `<div class="wide">${wide}</div><div class="narrow">${narrow}</div>`;
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    return `<p class="broken">${escapeHtml(error.message)} Its data is below.</p>`;
  }
}

function widthOf(svg: string): number {
  return Number(/ width="([\d.]+)"/.exec(svg)?.[1] ?? 0);
}
