import { escapeHtml } from './escape-html.ts';
import { plainHtmlTable } from './html-table.ts';
import { notTested, notTestedTitle } from './not-tested.ts';
import { openingsSentence, openingsTable } from './openings.ts';
import type { Report } from './report.ts';

/** How often the holdout was opened; empty when the report has none. */
export function htmlOpenings({ openings }: Report): string {
  if (openings === undefined) return '';
  const table = openings.length === 0 ? '' : plainHtmlTable(openingsTable(openings));
  return `<section id="openings" aria-labelledby="openings-title"><h2 id="openings-title">Openings of the holdout</h2>
<p>${openingsSentence(openings)}</p>
${table}</section>`;
}

/** What was not tested. */
export function htmlNotTested(report: Report): string {
  const items = notTested(report).map((line) => `<li>${escapeHtml(line)}</li>`);
  return `<section id="not-tested" aria-labelledby="not-tested-title"><h2 id="not-tested-title">${notTestedTitle(report)}</h2>
<ul>${items.join('')}</ul></section>`;
}
