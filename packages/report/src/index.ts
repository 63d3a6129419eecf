export { type ChartOptions, chartSvg } from './chart-svg.ts';
export { formatNumber } from './format-number.ts';
export { renderHtml } from './render-html.ts';
export { renderTable, type TerminalOptions } from './render-table.ts';
export { renderTerminal } from './render-terminal.ts';
export { renderVerdict, type VerdictOptions } from './render-verdict.ts';
export type { Report, ReportSection, ReportTable } from './report.ts';
