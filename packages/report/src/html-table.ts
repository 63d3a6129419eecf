import { escapeHtml } from './escape-html.ts';
import { columnFormat } from './format-number.ts';
import { htmlNumber } from './html-number.ts';
import { named } from './named.ts';
import { isNumeric } from './numeric-column.ts';
import type { ReportTable } from './report.ts';

const MANY_ROWS = 20;

/** A report's table as HTML; one of more than 20 rows is folded away. */
export function htmlTable(table: ReportTable): string {
  if (table.rows.length <= MANY_ROWS) return plainHtmlTable(table);
  const rows = `<span class="quiet">${table.rows.length} rows</span>`;
  return `<details><summary><span>${escapeHtml(table.caption)}</span> ${rows}</summary>${plainHtmlTable({ ...table, caption: '' }, table.caption)}</details>`;
}

/**
 * A table as HTML, inside a box that scrolls sideways on a narrow screen. Missing cells are an en dash. The first column heads its
 * rows unless it holds numbers.
 *
 * @param label names the table where it has no caption
 */
export function plainHtmlTable(table: ReportTable, label: string = table.caption): string {
  const columns = table.columns.map((_, i) => table.rows.map((row) => row[i] ?? null));
  const formats = columns.map(columnFormat);
  const kinds = columns.map((values) => (isNumeric(values) ? ' class="number"' : ''));
  const head = table.columns.map((name, i) => {
    const shown = escapeHtml(name);
    return shown.trim() === '' ? '<td></td>' : `<th scope="col"${kinds[i]}>${shown}</th>`;
  });
  const body = table.rows.map((_, row) => {
    const cells = columns.map((values, i) => {
      const value = values[row];
      const text = typeof value === 'number' ? formats[i](value) : (value ?? '–');
      const shown = kinds[i] === '' ? escapeHtml(text) : htmlNumber(text);
      return i === 0 && kinds[i] === '' ? `<th scope="row">${named(shown)}</th>` : `<td${kinds[i]}>${shown}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return tableBox(table.caption, head.join(''), body, label);
}

/** The frame that all tables of a report share; `head` and `body` are HTML, `label` names a table without a caption. */
export function tableBox(caption: string, head: string, body: readonly string[], label: string = caption): string {
  const title = caption === '' ? '' : `<caption><span>${escapeHtml(caption)}</span></caption>`;
  const name = escapeHtml(label === '' ? 'Table' : label);
  return `<div class="scroll" role="group" aria-label="${name}" tabindex="0"><table>${title}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
