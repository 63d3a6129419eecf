import { escapeHtml } from './escape-html.ts';
import { tableBox } from './html-table.ts';
import { named } from './named.ts';
import { provenanceRows } from './provenance-rows.ts';
import type { Report } from './report.ts';

/** What is needed to make the report again, as a table; nested values under dotted names. */
export function htmlProvenance(provenance: Report['provenance']): string {
  const rows = provenanceRows(provenance).map(
    ([key, value]) =>
      `<tr><th scope="row">${escapeHtml(named(key))}</th><td><code>${escapeHtml(value)}</code></td></tr>`,
  );
  if (rows.length === 0) return '<p>Nothing was recorded.</p>';
  return tableBox('', '<th scope="col">What</th><th scope="col">Value</th>', rows, 'Provenance');
}
