import type { Call } from '../call.ts';
import { bashCompletion } from '../completion-bash.ts';
import { fishCompletion } from '../completion-fish.ts';
import { completedCommands } from '../completion-words.ts';
import { zshCompletion } from '../completion-zsh.ts';
import { unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson } from '../terminal.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** `verisim completion`: a script that the shell evaluates. */
export async function run({ arguments: [shell], terminal }: Call): Promise<ExitCode> {
  const known = Object.keys(SHELLS) as (keyof typeof SHELLS)[];
  const found = known.find((name) => name === shell);
  if (found === undefined) throw unknownChoice('completion', shell, known);
  const script = SHELLS[found](completedCommands);
  if (terminal.json) printJson({ shell: found, script });
  else process.stdout.write(script);
  return exitCodes.done;
}
