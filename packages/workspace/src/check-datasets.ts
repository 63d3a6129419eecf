import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileHash, TEMPORARY } from './atomic-write.ts';
import { type CheckedPart, checked, type PartProblem } from './checked-part.ts';
import { recordsIn } from './dataset-record.ts';
import { versionsChanged } from './errors.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import { presentKey, readSketch, sketchPath } from './row-sketch.ts';
import type { Workspace } from './workspace.ts';

/** The sketches of all versions of data, as one part; none when there are no versions. */
export async function checkDatasets(
  workspace: Workspace,
  entries: readonly LedgerEntry[],
): Promise<readonly CheckedPart[]> {
  const latest = new Map(recordsIn(entries).map(({ record }) => [record.version, record]));
  const there = await readdir(workspace.path('versions')).catch(() => []);
  if (latest.size === 0 && there.length === 0) return [];
  const problems: PartProblem[] = [];
  const say = (file: string, why: string) => {
    const { code, message } = versionsChanged(file, why);
    problems.push({ code, message });
  };
  const expected = new Set<string>(['key']);
  for (const { version, sketch } of latest.values()) {
    const path = sketchPath(workspace, version);
    expected.add(basename(path));
    const found = await fileHash(path).catch(() => null);
    if (found !== sketch) say(`versions/${basename(path)}`, found === null ? 'is missing' : 'was changed');
  }
  for (const name of there)
    if (!expected.has(name) && !name.startsWith(TEMPORARY)) say(`versions/${name}`, 'belongs to no version on record');
  const newest = [...latest.keys()].at(-1);
  const known = newest === undefined ? null : await readSketch(workspace, newest);
  if (known !== null && known.key !== (await presentKey(workspace)))
    say('versions/key', 'is not the key that the latest version was recorded with');
  return [checked('versions', `versions of data (${latest.size})`, problems)];
}
