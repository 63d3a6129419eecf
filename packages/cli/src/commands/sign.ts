import type { SignOffRole, SignOffSubject } from '@verisim/plays';
import { openWorkspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { missingOption, unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { plain } from '../printable.ts';
import { nothingToSign } from '../project-errors.ts';
import { sayTable } from '../say-table.ts';
import { optional, required } from '../settings.ts';
import { printJson } from '../terminal.ts';

const ROLES: readonly SignOffRole[] = ['lead', 'engineer'];

/** `verisim sign`: puts a name to a finished run, by the hash of what was seen. */
export async function run({ arguments: [given], options, terminal }: Call): Promise<ExitCode> {
  const { latestRunFor, signOffRules, signOffStates, signRun } = await import('@verisim/plays');
  const subjects = signOffRules.map(({ subject }) => subject);
  const as = oneOf(required(options, 'as', 'sign', ` (${subjects.join(', ')})`), '--as', subjects) as SignOffSubject;
  const role = oneOf(required(options, 'role', 'sign', ' (lead or engineer)'), '--role', ROLES) as SignOffRole;
  const name = optional(options, 'name');
  if (name === undefined) throw missingOption('--name (who signs)', 'sign');
  const workspace = await openWorkspace(optional(options, 'folder') ?? '.');
  const place = given ?? (await latestRunFor(workspace, as));
  if (place === null) throw nothingToSign(as);
  const signature = await signRun(workspace, { place, name, role, as });
  const states = await signOffStates(workspace, { [as]: place });
  if (terminal.json) printJson({ ...signature, states });
  else {
    const { says } = signOffRules.find(({ subject }) => subject === as)!;
    terminal.say(plain(`${signature.name} signs as ${role}, of run ${place}: ${says}.`));
    sayTable(
      {
        caption: 'What was seen (SHA-256)',
        columns: ['file', 'hash'],
        rows: [
          ['manifest.json', signature.manifestHash],
          ['report.json', signature.reportHash ?? 'none'],
        ],
      },
      terminal,
    );
  }
  return exitCodes.done;
}

function oneOf(given: string, flag: string, known: readonly string[]): string {
  if (!known.includes(given)) throw unknownChoice(flag, given, known);
  return given;
}
