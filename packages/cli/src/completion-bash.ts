import type { CompletedCommand, CompletedOption } from './completion-words.ts';

/** A completion script for bash 3.2 and later. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(
    ({ name, options, words }) =>
      `    ${name})\n${valueCases(options)}` +
      `      options="${options.flatMap(({ short, long }) => (short ? [short, long] : [long])).join(' ')}"\n` +
      `      words="${(words ?? []).join(' ')}"; files=${words === null ? 1 : 0} ;;`,
  );
  return `# bash completion of verisim: eval "$(verisim completion bash)"
_verisim() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  local options="" words="" files=0
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
    return
  fi
  case "$command" in
${cases.join('\n')}
    *) return ;;
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) if [ "$files" -eq 1 ]; then _verisim_files "$current"; else COMPREPLY=($(compgen -W "$words" -- "$current")); fi ;;
  esac
}
_verisim_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$1"))
}
complete -F _verisim verisim
`;
}

function valueCases(options: readonly CompletedOption[]): string {
  const cases = options.flatMap(({ long, short, takes }) => {
    const flags = short ? `${short}|${long}` : long;
    if (takes === 'nothing') return [];
    if (takes === 'text') return [`        ${flags}) return ;;`];
    if (takes === 'file') return [`        ${flags}) _verisim_files "$current"; return ;;`];
    return [`        ${flags}) COMPREPLY=($(compgen -W "${takes.join(' ')}" -- "$current")); return ;;`];
  });
  return cases.length === 0 ? '' : `      case "$before" in\n${cases.join('\n')}\n      esac\n`;
}
