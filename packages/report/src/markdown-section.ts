import type { Chart } from '@verisim/core';
import { chartTables } from './chart-tables.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { findingLevels } from './finding-levels.ts';
import { markdownMeasurements } from './markdown-measurements.ts';
import { markdownDetails, markdownTable } from './markdown-table.ts';
import { named } from './named.ts';
import type { ReportSection, ReportTable } from './report.ts';

const MOST_ROWS = 20;

/** One section: text, findings, charts as tables of their data, tables, measurements. `pointer` is its place in the report's JSON. */
export function markdownSection(section: ReportSection, pointer: string): string {
  return [
    `## ${escapeMarkdown(named(section.title))}`,
    ...(section.text ?? []).map(escapeMarkdown),
    markdownFindings(section),
    ...(section.charts ?? []).map((chart, i) => markdownChart(chart, `${pointer}/charts/${i}`)),
    ...(section.tables ?? []).map(markdownTable),
    markdownMeasurements(section.measurements ?? []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function markdownFindings({ findings = [] }: ReportSection): string {
  return findingLevels
    .flatMap(({ level, one }) =>
      findings
        .filter((finding) => finding.level === level)
        .map(({ message, rule }) => `- **${one}:** ${escapeMarkdown(message)} (${escapeMarkdown(rule)})`),
    )
    .join('\n');
}

/** A chart's title, the first rows of its data folded away, and where its picture's spec lies. */
function markdownChart(chart: Chart, pointer: string): string {
  const place = `Vega-Lite spec: \`${pointer}\` in the report’s JSON.`;
  const title = `**Chart:** ${escapeMarkdown(chart.title)} ${place}`;
  const tables = chartTables(chart, MOST_ROWS).map((table) => chartData(table));
  return [title, ...tables].join('\n\n');
}

function chartData(table: ReportTable): string {
  return markdownDetails(table.caption, markdownTable({ ...table, caption: '' }));
}
