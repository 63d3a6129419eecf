import type { Finding, Measurement } from '@verisim/core';
import { intervalLabel, metricLabel, valueLabel, whereLabel } from './metric-label.ts';
import { openingsSentence } from './openings.ts';
import { createPaint, type Ink, type Paint } from './paint.ts';
import { plainText } from './plain-text.ts';
import { renderTable, type TerminalOptions } from './render-table.ts';
import { renderVerdict } from './render-verdict.ts';
import type { Report, ReportSection, ReportTable } from './report.ts';
import { fitText, visibleWidth } from './visible-width.ts';
import { wrapText } from './wrap-text.ts';

const MOST_ROWS = 12;
const WIDEST = 110;

const LEVELS: readonly {
  readonly level: Finding['level'];
  readonly sign: string;
  readonly word: string;
  readonly ink: Ink;
}[] = [
  { level: 'error', sign: '✗', word: 'error', ink: 'red' },
  { level: 'warning', sign: '!', word: 'warning', ink: 'yellow' },
  { level: 'info', sign: 'i', word: 'note', ink: 'blue' },
];

/**
 * A report for the terminal: decisions first, then the requirement, each section's text, findings, measurements of the whole data
 * set and small tables, how often the holdout was opened and what was not tested. Charts and the rest are left to the HTML. No line is wider than `width`.
 */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const width = Math.min(options.width, WIDEST);
  const paint = createPaint(options.color);
  const parts = [
    wrapText(report.title, width)
      .map((line) => paint(line, 'bold'))
      .join('\n'),
    wrapText(report.question, width).join('\n'),
    report.conclusion === undefined ? '' : wrapText(report.conclusion, width).join('\n'),
    ...report.verdicts.map(({ title, verdict }) => renderVerdict(verdict, { ...options, width, title })),
    report.requirement === undefined ? '' : wrapText(`Requirement: ${report.requirement}`, width).join('\n'),
    ...report.sections.map((section) => renderSection(section, { ...options, width }, paint)),
    report.openings === undefined ? '' : wrapText(openingsSentence(report.openings), width).join('\n'),
    ...(report.notTested ?? []).map((line) => wrapText(`Not tested: ${line}`, width).join('\n')),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function renderSection(section: ReportSection, options: TerminalOptions, paint: Paint): string {
  const { width } = options;
  const measurements = section.measurements ?? [];
  const whole = measurements.filter((entry) => whereLabel(entry.where) === '');
  const parts = [
    sectionTitle(section.title, width, paint),
    ...(section.text ?? []).map((text) => wrapText(text, width).join('\n')),
    findingLines(section.findings ?? [], width, paint),
    whole.length === 0 ? '' : renderTable(measurementTable(whole), options),
    ...(section.tables ?? []).map((table) => shortTable(table, options, paint)),
    elsewhere(measurements.length - whole.length, section.charts?.length ?? 0, width, paint),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function sectionTitle(title: string, width: number, paint: Paint): string {
  const text = fitText(plainText(title), width);
  const rule = '─'.repeat(Math.max(0, width - visibleWidth(text) - 1));
  return paint(text, 'bold') + (rule === '' ? '' : ` ${paint(rule, 'dim')}`);
}

function findingLines(findings: readonly Finding[], width: number, paint: Paint): string {
  return LEVELS.flatMap(({ level, sign, word, ink }) =>
    findings
      .filter((finding) => finding.level === level)
      .flatMap((finding) => {
        const [first = '', ...rest] = wrapText(`${word}: ${finding.message} (${finding.rule})`, Math.max(1, width - 2));
        return [`${paint(sign, ink, 'bold')} ${first}`, ...rest.map((line) => `  ${line}`)];
      }),
  ).join('\n');
}

function measurementTable(measurements: readonly Measurement[]): ReportTable {
  const models = measurements.some((entry) => entry.model !== null);
  const intervals = measurements.some((entry) => entry.low !== null && entry.high !== null);
  return {
    caption: '',
    columns: ['Measurement', ...(models ? ['Model'] : []), 'Value', ...(intervals ? ['95 % interval'] : [])],
    rows: measurements.map((entry) => [
      metricLabel(entry.metric),
      ...(models ? [entry.model] : []),
      valueLabel(entry.value),
      ...(intervals ? [intervalLabel(entry.low, entry.high)] : []),
    ]),
  };
}

function shortTable(table: ReportTable, options: TerminalOptions, paint: Paint): string {
  const rest = table.rows.length - MOST_ROWS;
  if (rest <= 3) return renderTable(table, options);
  const note = wrapText(`… ${rest} more rows in the HTML report`, options.width).map((line) => paint(line, 'dim'));
  return [renderTable({ ...table, rows: table.rows.slice(0, MOST_ROWS) }, options), ...note].join('\n');
}

function elsewhere(parts: number, charts: number, width: number, paint: Paint): string {
  const things = [
    ...(charts === 0 ? [] : [`${charts} ${charts === 1 ? 'chart' : 'charts'}`]),
    ...(parts === 0 ? [] : [`${parts} ${parts === 1 ? 'measurement' : 'measurements'} by column, pair or slice`]),
  ];
  if (things.length === 0) return '';
  return wrapText(`In the HTML report: ${things.join(' and ')}.`, width)
    .map((line) => paint(line, 'dim'))
    .join('\n');
}
