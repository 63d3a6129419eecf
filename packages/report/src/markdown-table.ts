import { escapeMarkdown, escapeMarkdownHtml } from './escape-markdown.ts';
import { columnFormat } from './format-number.ts';
import { isNumeric } from './numeric-column.ts';
import type { ReportTable } from './report.ts';

const MANY_ROWS = 20;

/** A report's table under its caption; one of more than 20 rows is folded away. */
export function markdownTable(table: ReportTable): string {
  const caption = table.caption === '' ? 'Table' : table.caption;
  if (table.rows.length > MANY_ROWS) return markdownDetails(`${caption} (${table.rows.length} rows)`, rows(table));
  return table.caption === '' ? rows(table) : `**${escapeMarkdown(caption)}**\n\n${rows(table)}`;
}

/** Something folded away under a line of plain text. */
export function markdownDetails(summary: string, body: string): string {
  return `<details><summary>${escapeMarkdownHtml(summary)}</summary>\n\n${body}\n\n</details>`;
}

/** Rows of Markdown cells under their heads; `right` says which columns are numbers. */
export function markdownRows(
  heads: readonly string[],
  body: readonly (readonly string[])[],
  right: readonly boolean[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, i) => (right[i] ? '---:' : '---'))), ...body.map(line)].join('\n');
}

function rows(table: ReportTable): string {
  if (table.columns.length === 0) return '_Empty._';
  const columns = table.columns.map((_, i) => table.rows.map((row) => row[i] ?? null));
  const formats = columns.map(columnFormat);
  const body = table.rows.map((_, row) =>
    columns.map((values, i) => {
      const value = values[row];
      return typeof value === 'number' ? formats[i](value) : escapeMarkdown(value ?? '–');
    }),
  );
  return markdownRows(table.columns.map(escapeMarkdown), body, columns.map(isNumeric));
}
