export { CARD_MARK, renderCard } from './card.ts';
export type {
  CardColumn,
  CardEvidence,
  CardFacts,
  CardFile,
  CardRatio,
  CardRenewal,
  CardSignature,
  CardSource,
} from './card-facts.ts';
export { type CardLicense, cardLicense } from './card-license.ts';
export { type ChartOptions, chartSvg } from './chart-svg.ts';
export { croissantOf } from './croissant.ts';
export { formatNumber } from './format-number.ts';
export { parseReport } from './parse-report.ts';
export { renderHtml } from './render-html.ts';
export { renderJson, reportFormat } from './render-json.ts';
export { renderMarkdown } from './render-markdown.ts';
export { renderTable, type TerminalOptions } from './render-table.ts';
export { renderTerminal } from './render-terminal.ts';
export { renderVerdict, type VerdictOptions } from './render-verdict.ts';
export type { Report, ReportOpening, ReportSection, ReportTable } from './report.ts';
