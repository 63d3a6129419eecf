import { type CheckedPart, verifyWorkspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { counted } from '../counted.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { requireWorkspace } from '../locks.ts';
import { plain } from '../printable.ts';
import { sayTable } from '../say-table.ts';
import { optional } from '../settings.ts';
import { printJson } from '../terminal.ts';

/** `verisim verify`: holds everything in a workspace against what was recorded of it. */
export async function run({ options, terminal }: Call): Promise<ExitCode> {
  const workspace = await requireWorkspace(optional(options, 'folder') ?? '.', 'verify');
  const found = await verifyWorkspace(workspace, optional(options, 'head'));
  if (terminal.json) printJson(found);
  else {
    const rows = found.parts.map(({ part, name, state, problems }) => [part, name, state, problems.length || null]);
    sayTable({ caption: '', columns: ['part', 'name', 'state', 'faults'], rows }, terminal);
    for (const line of faultsOf(found.parts)) terminal.say(plain(line));
    const { head, whole } = found;
    terminal.say(
      `\n${whole ? 'Everything is as it was recorded.' : `${counted(faultsOf(found.parts).length, 'fault')}: see above.`}`,
    );
    if (head) {
      terminal.say(`ledger: ${head.entries} entries, the last ${head.hash}`);
      terminal.say(
        'Keep that hash outside this folder: verisim verify --head <hash> then shows a ledger that was put back or rewritten.',
      );
    }
  }
  return found.whole ? exitCodes.done : exitCodes.attention;
}

function faultsOf(parts: readonly CheckedPart[]): readonly string[] {
  return parts.flatMap(({ problems }) => problems.map(({ code, message }) => `${code}: ${message}`));
}
