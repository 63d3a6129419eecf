import { escapeHtml } from './escape-html.ts';
import { findingLevels } from './finding-levels.ts';
import { htmlNotTested, htmlOpenings } from './html-limits.ts';
import { htmlProvenance } from './html-provenance.ts';
import { htmlSection } from './html-section.ts';
import { styles } from './html-styles.ts';
import { htmlVerdict } from './html-verdict.ts';
import { named } from './named.ts';
import { NO_DECISION } from './no-decision.ts';
import { notTestedTitle } from './not-tested.ts';
import type { Report } from './report.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * A report as one HTML file: styles and charts inside, no script, no request. The same report gives the same bytes.
 * A chart that cannot be drawn is told in its place and does not stop the rest.
 */
export async function renderHtml(report: Report): Promise<string> {
  const sections: string[] = [];
  for (const [i, section] of report.sections.entries()) sections.push(await htmlSection(section, sectionId(i)));
  const contents = report.sections.length > 4 ? tableOfContents(report) : '';
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(named(report.title, 'Untitled report'))}</title>
<style>${styles}</style>
</head>
<body${contents === '' ? '' : ' class="with-contents"'}>
<a class="skip" href="#report">Skip to the report</a>
${contents}
<main id="report">
<header>
<p class="eyebrow">verisim report</p>
<h1>${escapeHtml(named(report.title, 'Untitled report'))}</h1>
<p class="question">${escapeHtml(report.question)}</p>
${requirement(report)}
</header>
${verdicts(report)}
${attention(report)}
${sections.join('\n')}
${htmlOpenings(report)}
${htmlNotTested(report)}
<section id="provenance" aria-labelledby="provenance-title">
<h2 id="provenance-title">Provenance</h2>
<p>Versions, seeds and hashes: what is needed to make this report again.</p>
${htmlProvenance(report.provenance)}
</section>
</main>
</body>
</html>
`;
}

function requirement({ requirement, verdicts }: Report): string {
  if (requirement !== undefined)
    return `<p class="requirement"><strong>Requirement:</strong> ${escapeHtml(requirement)}</p>`;
  return verdicts.length === 0 ? '' : '<p class="requirement"><strong>Requirement:</strong> none was stated.</p>';
}

function verdicts(report: Report): string {
  const title = report.verdicts.length > 1 ? 'Decisions' : 'Decision';
  const body =
    report.verdicts.length === 0
      ? `<p${report.conclusion === undefined ? ' class="quiet"' : ''}>${escapeHtml(report.conclusion ?? NO_DECISION)}</p>`
      : report.verdicts.map((entry) => htmlVerdict(entry.title, entry.verdict)).join('\n');
  return `<section id="decision" aria-labelledby="decision-title"><h2 id="decision-title">${title}</h2>\n${body}</section>`;
}

/** Errors and warnings of all sections, counted, with the way to them. */
function attention(report: Report): string {
  const items = report.sections.flatMap((section, i) => {
    const counts = findingLevels
      .filter(({ level }) => level !== 'info')
      .map((words) => ({ ...words, count: section.findings?.filter(({ level }) => level === words.level).length ?? 0 }))
      .filter(({ count }) => count > 0)
      .map(
        ({ level, one, many, count }) =>
          `<strong class="${level}">${count} ${(count === 1 ? one : many).toLowerCase()}</strong>`,
      );
    const link = `<a href="#${sectionId(i)}">${escapeHtml(named(section.title))}</a>`;
    return counts.length === 0 ? [] : [`<li>${counts.join(' and ')} in ${link}</li>`];
  });
  return items.length === 0
    ? ''
    : `<section class="attention" aria-labelledby="attention-title"><h2 id="attention-title">Needs a look</h2><ul>${items.join('')}</ul></section>`;
}

function tableOfContents(report: Report): string {
  const links = report.sections.map(
    (section, i) => `<li><a href="#${sectionId(i)}">${escapeHtml(named(section.title))}</a></li>`,
  );
  const decision = report.verdicts.length > 1 ? 'Decisions' : 'Decision';
  const openings = report.openings === undefined ? '' : '<li><a href="#openings">Openings of the holdout</a></li>';
  return `<nav class="contents" aria-label="Contents"><details><summary class="eyebrow">Contents</summary><ol><li><a href="#decision">${decision}</a></li>${links.join('')}${openings}<li><a href="#not-tested">${notTestedTitle(report)}</a></li><li><a href="#provenance">Provenance</a></li></ol></details></nav>`;
}

function sectionId(index: number): string {
  return `section-${index + 1}`;
}
