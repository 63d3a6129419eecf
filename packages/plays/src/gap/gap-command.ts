/** What a command line needs of a plan. */
export interface CommandPlan {
  readonly file?: string;
  readonly target: string;
  readonly where: string;
  readonly gap: string;
  readonly metric: string;
  readonly threshold: number;
}

/** The call of a coverage-gap play, quoted for a POSIX shell. */
export function gapCommand({ file, target, where, gap, metric, threshold }: CommandPlan): string {
  const words = [
    'verisim play coverage-gap',
    ...(file === undefined ? [] : [quoted(file)]),
    `--target ${quoted(target)}`,
    `--where ${quoted(where)}`,
    `--gap ${quoted(gap)}`,
    `--metric ${metric}`,
    `--threshold ${threshold}`,
  ];
  return words.join(' ');
}

/** Plain words as they are; text with single quotes in double ones where a shell leaves it alone; else in single ones. */
function quoted(text: string): string {
  if (/^[\w.,/+-]+$/.test(text) && !text.startsWith('-')) return text;
  return /^[^"$`\\!]*$/.test(text) ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}
