import { cardDecisions, cardFigures } from './card-evidence.ts';
import { aboutOf, type CardFacts, type CardSource, targetOf } from './card-facts.ts';
import { cardFrontMatter } from './card-front-matter.ts';
import { cardLimits, cardPrivacy } from './card-limits.ts';
import { cardRenewal } from './card-renewal.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { markdownTable } from './markdown-table.ts';
import type { ReportTable } from './report.ts';

/** The line by which a card is known as one of ours. */
export const CARD_MARK = '<!-- written by verisim card -->';

/**
 * The data set card, `README.md`: front matter for the Hugging Face hub, then what the rows are, the ratio, whether they help, privacy, columns, lineage, limits, and when
 * to make them again. It names columns and never a cell. Equal facts give equal bytes.
 */
export function renderCard(facts: CardFacts): string {
  const parts = [
    CARD_MARK,
    `# ${escapeMarkdown(facts.name)}`,
    escapeMarkdown(aboutOf(facts)),
    '## Should you use it?',
    ...cardDecisions(facts),
    '## How many synthetic rows',
    ratioText(facts),
    '## Does it help?',
    cardFigures(facts),
    '## Privacy',
    ...cardPrivacy(facts),
    '## Columns',
    markdownTable(columnsTable(facts)),
    '## Where the rows come from',
    lineageText(facts),
    markdownTable(sourcesTable(facts)),
    '## Who validated what',
    signatures(facts),
    '## Known limits',
    cardLimits(facts)
      .map((line) => `- ${escapeMarkdown(line)}`)
      .join('\n'),
    '## When to make it again',
    ...cardRenewal(facts),
    '## Files',
    markdownTable(filesTable(facts)),
    `\`croissant.json\` describes the same for machines (MLCommons Croissant 1.1).`,
    '## Licence',
    licence(facts),
  ];
  return `${cardFrontMatter(facts)}\n${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function ratioText({ ratio, sources }: CardFacts): string {
  const made = rowsOf(sources, 'synthetic');
  if (ratio === null)
    return `No ratio was swept for these ${made} synthetic rows: how many of them to mix with real rows is not known. \`verisim sweep\` tries several.`;
  const { real, synthetic } = ratio;
  return (
    `The ratio is **${ratio.ratio}**: synthetic / (synthetic + real) within the gap, chosen by cross-validation on the training part alone. ` +
    `${synthetic.toLocaleString('en-US')} synthetic rows were used beside ${real.toLocaleString('en-US')} real training rows; all real rows stay.`
  );
}

function rowsOf(sources: readonly CardSource[], wanted: CardSource['origin']): string {
  const own = sources.filter(({ origin }) => origin === wanted);
  return own.reduce((sum, { rows }) => sum + rows, 0).toLocaleString('en-US');
}

function columnsTable(facts: CardFacts): ReportTable {
  const rows = facts.columns.map(({ name, kind, role, nullable, zone }) => [
    name,
    zone === undefined ? kind : `${kind}, ${zone}`,
    role,
    nullable ? 'yes' : 'no',
  ]);
  const target = targetOf(facts);
  const caption = target === null ? '' : `The column to predict is ${target.name}`;
  return { caption, columns: ['Column', 'Kind', 'Role', 'May be missing'], rows };
}

function lineageText({ dataset, parents, lineage }: CardFacts): string {
  const from =
    parents.length === 0
      ? 'What they were made from has no version on record.'
      : `They were made from ${parents.map((parent) => `\`${parent}\``).join(' and ')}.`;
  return (
    `\`${lineage.name}\` has one row for each row of the data, in the same order: where it comes from, what made it, in which run, and how many generations it is away from ` +
    `real data. The version of these rows is \`${dataset}\` (a hash of names, cells and lineage). ${from}`
  );
}

function sourcesTable({ sources }: CardFacts): ReportTable {
  const rows = sources.map(({ origin, generator, run, depth, rows }) => [
    origin,
    generator ?? (origin === 'real' ? '' : 'not recorded'),
    run ?? '',
    depth,
    rows,
  ]);
  return { caption: '', columns: ['Origin', 'Generator', 'Run', 'Generations from real data', 'Rows'], rows };
}

function signatures({ signatures }: CardFacts): string {
  if (signatures.length === 0) return 'Nobody has signed anything of this.';
  const rows = signatures.map(({ subject, name, role, date }) => [subject, name, role, date]);
  return markdownTable({ caption: '', columns: ['What', 'Signed by', 'Role', 'On'], rows });
}

function filesTable({ data, lineage }: CardFacts): ReportTable {
  const rows = [data, lineage].map(({ name, bytes, sha256 }) => [name, bytes, sha256]);
  return { caption: '', columns: ['File', 'Bytes', 'SHA-256'], rows };
}

function licence({ license, creators, published, version }: CardFacts): string {
  const name =
    license.url === null ? escapeMarkdown(license.name) : `[${escapeMarkdown(license.name)}](${license.url})`;
  return `${name}. Version ${version}, ${published}, by ${creators.map(escapeMarkdown).join(', ')}.`;
}
