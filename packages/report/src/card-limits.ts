import { whence } from './card-evidence.ts';
import type { CardEvidence, CardFacts } from './card-facts.ts';
import { escapeMarkdown } from './escape-markdown.ts';

/** What audits of these rows found, and where they are kept; never that the rows are safe. */
export function cardPrivacy({ evidence }: CardFacts): readonly string[] {
  const audits = evidence.filter(({ kind }) => kind === 'privacy');
  if (audits.length === 0)
    return [
      '**No attack was run on these rows.** Whether they tell something of a real person is not known; `verisim privacy` audits them.',
    ];
  return audits.map((audit) => `${whence(audit)} ${sentences(audit)}`);
}

function sentences({ report, outcome }: CardEvidence): string {
  const asked = `Asked: ${escapeMarkdown(report.question)}`;
  return outcome === undefined ? asked : `${asked} Concluded: **${escapeMarkdown(outcome)}**.`;
}

/** What a reader could take for tested or true and is not, one sentence each; never empty. */
export function cardLimits(facts: CardFacts): readonly string[] {
  const { evidence, sources } = facts;
  const real = sources.some(({ origin }) => origin === 'real');
  const deepest = Math.max(0, ...sources.map(({ depth }) => depth));
  return [
    'Not to evaluate with: synthetic rows train models, real rows judge them.',
    ...(real
      ? ['Real rows are among these: whatever holds for the release of the real data holds for this file.']
      : []),
    ...(deepest > 1
      ? [`Some rows are ${deepest} generations away from real data; with each generation rare cases are lost.`]
      : []),
    ...(sources.some(({ origin, generator }) => origin === 'synthetic' && generator === null)
      ? ['What made some of the rows is not on record.']
      : []),
    ...(evidence.some(({ kind }) => kind === 'utility') ? [] : ['Whether they help a model was not tested.']),
    ...(evidence.some(({ kind }) => kind === 'privacy') ? [] : ['Privacy was not tested: no attack was run.']),
    ...untested(evidence),
    'Another task, another learner, another population, and whatever no section here names.',
  ];
}

/** What the reports say was not tested; what a report on utility says of privacy is settled by an audit. */
function untested(evidence: readonly CardEvidence[]): readonly string[] {
  const audited = evidence.some(({ kind }) => kind === 'privacy');
  const said = evidence.flatMap(({ report }) => report.notTested ?? []);
  return [...new Set(said.filter((line) => !(audited && line.startsWith('Privacy:'))))];
}
