import type { Call, CommandModule } from '../call.ts';
import { unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { otherPlay } from '../project-errors.ts';
import { printJson, type Terminal } from '../terminal.ts';

/** The plays that run under this command; others have a command of their own. */
const PLAYS: Readonly<Record<string, () => Promise<CommandModule>>> = {
  'coverage-gap': () => import('./play-coverage-gap.ts'),
  'cold-start': () => import('./play-cold-start.ts'),
  distill: () => import('./play-distill.ts'),
  privacy: () => import('./play-privacy.ts'),
};

/** `verisim play`: runs a play, or lists them. */
export async function run(call: Call): Promise<ExitCode> {
  const [name, ...rest] = call.arguments;
  if (name === undefined) return list(call.terminal);
  if (Object.hasOwn(PLAYS, name)) return (await PLAYS[name]()).run({ ...call, arguments: rest });
  const { playCards } = await import('@verisim/plays');
  const card = playCards.find((one) => one.name === name);
  if (card) throw otherPlay(name, card.command);
  throw unknownChoice(
    'play',
    name,
    playCards.map((one) => one.name),
  );
}

async function list(terminal: Terminal): Promise<ExitCode> {
  const { playCards } = await import('@verisim/plays');
  if (terminal.json) {
    printJson({ plays: playCards });
    return exitCodes.done;
  }
  const { wrapped } = await import('../wrapped.ts');
  terminal.say('A team needs two or three of these. Baseline comes first, always.');
  for (const { name, trigger, owner, before, verdict, command } of playCards) {
    const lines = [
      `when: ${trigger}`,
      `first: ${before.join('; ')}`,
      `answers for it: ${owner}`,
      `ends in: ${verdict}`,
      `run: ${command}`,
    ];
    terminal.say(`\n${name}\n${lines.map((line) => wrapped(line, Math.min(terminal.width, 100), '  ')).join('\n')}`);
  }
  return exitCodes.done;
}
