import { escapeHtml } from './escape-html.ts';
import { htmlChart } from './html-chart.ts';
import { htmlFindings } from './html-findings.ts';
import { htmlMeasurements } from './html-measurements.ts';
import { htmlTable } from './html-table.ts';
import { named } from './named.ts';
import type { ReportSection } from './report.ts';

const MOST_CHARTS = 6;

/** One section: text, findings, charts with their data, tables, measurements. Of more than 6 charts, 4 are unfolded. */
export async function htmlSection(section: ReportSection, id: string): Promise<string> {
  const charts: string[] = [];
  for (const [i, chart] of (section.charts ?? []).entries())
    charts.push(await htmlChart(chart, `${id}-chart-${i + 1}`));
  const shown = charts.length > MOST_CHARTS ? MOST_CHARTS - 2 : charts.length;
  return [
    `<section id="${id}" aria-labelledby="${id}-title">`,
    `<h2 id="${id}-title">${escapeHtml(named(section.title))}</h2>`,
    ...(section.text ?? []).map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    htmlFindings(section.findings ?? []),
    ...charts.slice(0, shown),
    folded(charts.slice(shown)),
    ...(section.tables ?? []).map(htmlTable),
    htmlMeasurements(section.measurements ?? []),
    '</section>',
  ].join('\n');
}

function folded(charts: readonly string[]): string {
  return charts.length === 0
    ? ''
    : `<details><summary>${charts.length} more charts</summary>${charts.join('\n')}</details>`;
}
