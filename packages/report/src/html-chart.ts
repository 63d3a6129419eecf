import type { Chart } from '@verisim/core';
import { isVerisimError } from '@verisim/core';
import { chartSvg } from './chart-svg.ts';
import { chartTables } from './chart-tables.ts';
import { escapeHtml } from './escape-html.ts';
import { plainHtmlTable } from './html-table.ts';
import { named } from './named.ts';

const WIDE = 680;
const NARROW = 320;

/**
 * A chart as a figure with its title and its data as tables. It is drawn twice, for wide and for narrow screens, and CSS shows
 * one of them. A spec that cannot be drawn becomes a sentence; its data is shown all the same.
 */
export async function htmlChart(chart: Chart, id: string): Promise<string> {
  const caption = `<figcaption id="${id}-caption">${escapeHtml(named(chart.title, 'A chart without a title'))}</figcaption>`;
  const tables = chartTables(chart).map((table) => plainHtmlTable(table, `${table.caption}: ${chart.title}`));
  const summary = '<summary>Data of this chart</summary>';
  const data =
    tables.length === 0 ? '' : `<details class="data" id="${id}-data">${summary}${tables.join('')}</details>`;
  const details = data === '' ? '' : ` aria-details="${id}-data"`;
  const figure = `<figure class="chart" aria-labelledby="${id}-caption"${details}>${await picture(chart, id)}${caption}</figure>`;
  return figure + data;
}

async function picture(chart: Chart, id: string): Promise<string> {
  try {
    const wide = await chartSvg(chart, { width: WIDE, idPrefix: `${id}w` });
    const narrow = await chartSvg(chart, { width: NARROW, idPrefix: `${id}n` });
    if (widthOf(wide) <= 340) return wide;
    if (widthOf(narrow) > 380)
      return `<div class="scroll" role="group" aria-label="Picture" tabindex="0">${wide}</div>`;
    return `<div class="wide">${wide}</div><div class="narrow">${narrow}</div>`;
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    return `<p class="broken">${escapeHtml(error.message)} Its data is below.</p>`;
  }
}

function widthOf(svg: string): number {
  return Number(/^<svg[^>]* width="([\d.]+)"/.exec(svg)?.[1] ?? 0);
}
