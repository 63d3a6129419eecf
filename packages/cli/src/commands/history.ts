import type { DatasetChange, DatasetVersion } from '@verisim/workspace';
import { history } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { counted } from '../counted.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { requireWorkspace } from '../locks.ts';
import { plain } from '../printable.ts';
import { sayTable } from '../say-table.ts';
import { optional } from '../settings.ts';
import { printJson } from '../terminal.ts';

/** `verisim history`: the versions of the data and what changed from each to the next. */
export async function run({ options, terminal }: Call): Promise<ExitCode> {
  const workspace = await requireWorkspace(optional(options, 'folder') ?? '.', 'history');
  const versions = await history(workspace);
  if (terminal.json) printJson({ versions });
  else if (versions.length === 0) terminal.say('No version of data is on record yet: verisim lock records the first.');
  else {
    const rows = versions.map((version) => [
      version.version.slice(0, 8),
      version.time.slice(0, 16).replace('T', ' '),
      version.role,
      version.rows,
      version.columns.length,
      version.parents.map((parent) => parent.slice(0, 8)).join(' + ') || null,
      version.split?.slice(0, 8) ?? null,
      placesOf(version),
    ]);
    const columns = ['version', 'recorded (UTC)', 'role', 'rows', 'columns', 'made from', 'split', 'file'];
    sayTable({ caption: '', columns, rows }, terminal);
    terminal.say('');
    for (const { version, changes } of versions)
      for (const change of changes)
        terminal.say(plain(`${change.parent.slice(0, 8)} -> ${version.slice(0, 8)}: ${changed(change)}`));
  }
  const lost = versions.some(({ places }) => places.some(({ state }) => state === 'changed'));
  return lost ? exitCodes.attention : exitCodes.done;
}

function placesOf({ places }: DatasetVersion): string | null {
  if (places.length === 0) return null;
  return places.map(({ file, state }) => (state === 'as recorded' ? file : `${file} (${state})`)).join(', ');
}

/** What changed, in words. */
function changed({ rows, columnsAdded, columnsRemoved, columnsChanged }: DatasetChange): string {
  const names = (columns: readonly string[]) => columns.map((name) => `"${name}"`).join(', ');
  const parts = [
    rows && `${counted(rows.kept, 'row')} kept`,
    rows && rows.added > 0 && `${rows.added.toLocaleString('en-US')} added`,
    rows && rows.removed > 0 && `${rows.removed.toLocaleString('en-US')} left out`,
    rows && rows.changed > 0 && `${rows.changed.toLocaleString('en-US')} changed`,
    columnsAdded.length > 0 && `new columns ${names(columnsAdded)}`,
    columnsRemoved.length > 0 && `without columns ${names(columnsRemoved)}`,
    (rows === null || rows.changed > 0) && columnsChanged.length > 0 && `other cells in ${names(columnsChanged)}`,
  ];
  return parts.filter(Boolean).join(', ');
}
