import type { CompletedCommand, CompletedOption } from './completion-words.ts';

/** A completion script for zsh. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`);
  const cases = commands.map(({ name, options, words }) => {
    const specs = [...options.map(specOf), words === null ? "'*:file:_files'" : quoted(`*:word:(${words.join(' ')})`)];
    return `    ${name}) _arguments ${specs.map((spec) => `\\\n        ${spec}`).join(' ')} ;;`;
  });
  return `#compdef verisim
# zsh completion of verisim: eval "$(verisim completion zsh)"
_verisim() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_verisim" ]; then _verisim "$@"; else compdef _verisim verisim; fi
`;
}

function specOf({ long, short, text, takes }: CompletedOption): string {
  const about = `[${text.replace(/[[\]:]/g, (sign) => `\\${sign}`)}]`;
  const value =
    takes === 'nothing'
      ? ''
      : takes === 'file'
        ? ':file:_files'
        : takes === 'text'
          ? ':value: '
          : `:value:(${takes.join(' ')})`;
  if (short === null) return quoted(`*${long}${about}${value}`);
  return `{${short},${long}}${quoted(`${about}${value}`)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
