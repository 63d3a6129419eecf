import { escapeMarkdown } from './escape-markdown.ts';
import { markdownSection } from './markdown-section.ts';
import { markdownRows, markdownTable } from './markdown-table.ts';
import { markdownVerdict } from './markdown-verdict.ts';
import { named } from './named.ts';
import { NO_DECISION } from './no-decision.ts';
import { notTested, notTestedTitle } from './not-tested.ts';
import { openingsSentence, openingsTable } from './openings.ts';
import { provenanceRows } from './provenance-rows.ts';
import type { Report } from './report.ts';

/**
 * A report as GitHub-flavoured Markdown, complete: decisions first, then the gap, the requirement and every section with the data of
 * its charts as tables, the openings of the holdout, what was not tested, and provenance. Text from data shows as it is and is never
 * markup. Equal reports give equal bytes.
 */
export function renderMarkdown(report: Report): string {
  const parts = [
    `# ${escapeMarkdown(named(report.title, 'Untitled report'))}`,
    ...decisions(report),
    `**Gap or question:** ${escapeMarkdown(report.question)}`,
    requirement(report),
    ...report.sections.map((section, i) => markdownSection(section, `/sections/${i}`)),
    ...openings(report),
    `## ${notTestedTitle(report)}`,
    notTested(report)
      .map((line) => `- ${escapeMarkdown(line)}`)
      .join('\n'),
    '## Provenance',
    provenance(report),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function decisions({ conclusion, verdicts }: Report): readonly string[] {
  if (verdicts.length === 0) return ['## Decision', escapeMarkdown(conclusion ?? NO_DECISION)];
  return [
    verdicts.length === 1 ? '## Decision' : '## Decisions',
    ...verdicts.map(({ title, verdict }) => markdownVerdict(title, verdict)),
  ];
}

function requirement(report: Report): string {
  if (report.requirement !== undefined) return `**Requirement:** ${escapeMarkdown(report.requirement)}`;
  return report.verdicts.length === 0 ? '' : '**Requirement:** none was stated.';
}

function openings({ openings }: Report): readonly string[] {
  if (openings === undefined) return [];
  const table = openings.length === 0 ? [] : [markdownTable(openingsTable(openings))];
  return ['## Openings of the holdout', openingsSentence(openings), ...table];
}

function provenance({ provenance }: Report): string {
  const rows = provenanceRows(provenance);
  if (rows.length === 0) return 'Nothing was recorded.';
  return markdownRows(
    ['What', 'Value'],
    rows.map((row) => row.map(escapeMarkdown)),
    [false, false],
  );
}
