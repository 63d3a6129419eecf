import type { CardFacts } from './card-facts.ts';
import { generatorsOf, targetOf } from './card-facts.ts';
import { plainText } from './plain-text.ts';

/** The conditions under which the rows are to be made again, and the command that tells. */
export function cardRenewal(facts: CardFacts): readonly string[] {
  const { effect, expires, against } = facts.renewal;
  const target = targetOf(facts);
  const column = target === null ? '' : ` --target ${quoted(target.name)}`;
  const last =
    expires === null ? 'No date was set after which they are not to be used.' : `Do not use them after **${expires}**.`;
  return [
    last,
    `Make them again as soon as one of these holds:\n\n${renewalConditions(facts)
      .map((line) => `- ${line}`)
      .join('\n')}`,
    `\`\`\`sh\nverisim monitor NEW --against ${against === null ? 'TRAINING' : quoted(against)} --synthetic ${quoted(facts.data.name)}${column} --effect ${effect}\n\`\`\``,
  ];
}

/** The conditions, one clause each. */
export function renewalConditions({ renewal, parents, sources }: CardFacts): readonly string[] {
  const made = generatorsOf({ sources });
  return [
    `new real rows have drifted by ${renewal.effect} or more from those that these were built on, by any check of verisim monitor (exit code 3)`,
    parents.length === 0 ? 'the real data changed' : 'the real data that they were made from has another version',
    made.length === 0 ? 'what made them changed' : `what made them changed (${made.join(', ')})`,
    ...(renewal.expires === null ? [] : [`${renewal.expires} has passed`]),
  ];
}

/** A word for a POSIX shell inside a fenced block of Markdown. */
function quoted(text: string): string {
  const plain = plainText(text).replaceAll('`', "'");
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}
