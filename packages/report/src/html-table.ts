import { escapeHtml } from './escape-html.ts';
import { columnFormat } from './format-number.ts';
import { htmlNumber } from './html-number.ts';
import type { ReportTable } from './report.ts';

const MANY_ROWS = 20;

/** A report's table as HTML; one of more than 20 rows is folded away. */
export function htmlTable(table: ReportTable): string {
  if (table.rows.length <= MANY_ROWS) return plainHtmlTable(table);
  const rows = `<span class="quiet">${table.rows.length} rows</span>`;
  return `<details><summary><span>${escapeHtml(table.caption)}</span> ${rows}</summary>${plainHtmlTable({ ...table, caption: '' })}</details>`;
}

/** A table as HTML, inside a box that scrolls sideways on a narrow screen. Missing cells are an en dash. */
export function plainHtmlTable(table: ReportTable): string {
  const formats = table.columns.map((_, i) => columnFormat(table.rows.map((row) => row[i] ?? null)));
  const numeric = table.columns.map((_, i) => isNumeric(table.rows.map((row) => row[i] ?? null)));
  const head = table.columns.map((name, i) => `<th scope="col"${numberClass(numeric[i])}>${escapeHtml(name)}</th>`);
  const body = table.rows.map((row) => {
    const cells = table.columns.map((_, i) => {
      const value = row[i] ?? null;
      const text = typeof value === 'number' ? htmlNumber(formats[i](value)) : escapeHtml(value ?? '–');
      return `<td${numberClass(numeric[i])}>${text}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return tableBox(table.caption, head.join(''), body);
}

/** The frame that all tables of a report share; `head` and `body` are HTML. */
export function tableBox(caption: string, head: string, body: readonly string[]): string {
  const title = caption === '' ? '' : `<caption><span>${escapeHtml(caption)}</span></caption>`;
  const label = escapeHtml(caption === '' ? 'Table' : caption);
  return `<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>${title}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** Whether a column holds numbers and nothing else but gaps. */
export function isNumeric(values: readonly (string | number | null)[]): boolean {
  return values.some((value) => typeof value === 'number') && values.every((value) => typeof value !== 'string');
}

function numberClass(numeric: boolean): string {
  return numeric ? ' class="number"' : '';
}
