import type { Json } from '@verisim/core';
import { escapeHtml } from './escape-html.ts';
import { tableBox } from './html-table.ts';
import type { Report } from './report.ts';

/** What is needed to make the report again, as a table; nested values under dotted names. */
export function htmlProvenance(provenance: Report['provenance']): string {
  if (Object.keys(provenance).length === 0) return '<p>Nothing was recorded.</p>';
  const rows = flatten(provenance, '').map(
    ([key, value]) => `<tr><th scope="row">${escapeHtml(key)}</th><td><code>${escapeHtml(value)}</code></td></tr>`,
  );
  return tableBox('', '<th scope="col">What</th><th scope="col">Value</th>', rows);
}

function flatten(value: Json, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const members = Object.entries(value);
    if (members.length > 0)
      return members.flatMap(([key, member]) => flatten(member, path === '' ? key : `${path}.${key}`));
  }
  if (typeof value === 'string') return [[path, value]];
  const plain = Array.isArray(value) && value.every((entry) => typeof entry !== 'object');
  return [[path, plain ? value.join(', ') : value === null ? '–' : JSON.stringify(value)]];
}
