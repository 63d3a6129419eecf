import type { CompletedCommand, CompletedOption } from './completion-words.ts';

/** A completion script for fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options, words }) => {
    const within = `complete -c verisim -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c verisim -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
      ...options.map((option) => `${within} ${flagsOf(option)}`),
      ...(words === null ? [`${within} -F`] : [`${within} -f -a ${quoted(words.join(' '))}`]),
    ];
  });
  return `# fish completion of verisim: verisim completion fish | source\n${lines.join('\n')}\n`;
}

function flagsOf({ long, short, text, takes }: CompletedOption): string {
  const names = `${short ? `-s ${short.slice(1)} ` : ''}-l ${long.slice(2)}`;
  const value =
    takes === 'nothing'
      ? ''
      : takes === 'file'
        ? ' -r -F'
        : takes === 'text'
          ? ' -x'
          : ` -x -a ${quoted(takes.join(' '))}`;
  return `${names}${value} -d ${quoted(text)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
