import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Fingerprints, rowFingerprints, type Table, takeRows } from '@verisim/core';
import { hashOf } from './atomic-write.ts';
import { fingerprintsChanged } from './errors.ts';
import { type HoldoutLock, holdoutPath, isAbout } from './holdout-lock.ts';
import { readableEntries } from './ledger.ts';
import { nearUniqueRows } from './near-unique.ts';
import { inForm, type RowForm } from './normal-form.ts';
import type { Workspace } from './workspace.ts';

const FORMS: readonly RowForm[] = ['exact', 'normal'];

interface StoredFingerprints {
  readonly columns: readonly string[];
  readonly exact: readonly string[];
  readonly normal: readonly string[];
}

/** The text of `fingerprints.json`: fingerprints of the near-unique holdout rows, sorted, under a code made with the key. */
export function makeFingerprints(
  table: Table,
  holdout: Int32Array,
  columns: readonly string[],
  key: Uint8Array,
): string {
  const [exact, normal] = FORMS.map((form) => {
    const near = nearUniqueRows(table, columns, form);
    const rows = takeRows(
      table,
      holdout.filter((row) => near[row] === 1),
    );
    return rowFingerprints(inForm(rows, form), columns, key).sort();
  });
  const stored: StoredFingerprints = { columns, exact, normal };
  return `${JSON.stringify({ ...stored, code: codeOf(stored, key).toString('hex') })}\n`;
}

/**
 * The fingerprints of a lock, for a contamination filter: which rows of a table are, in their exact or normal form, a
 * near-unique holdout row. No holdout row is read. Throws `workspace/fingerprints-changed`.
 */
export async function holdoutFingerprints(workspace: Workspace, lock: HoldoutLock): Promise<Fingerprints> {
  const read = (file: string) =>
    readFile(holdoutPath(workspace, lock.id, file)).catch(() => {
      throw fingerprintsChanged(lock.id, `the file "${file}" is missing`);
    });
  const key = await read('key');
  const text = await read('fingerprints.json');
  await requireRecorded(workspace, lock, { key, 'fingerprints.json': text });
  const stored = checked(lock, text.toString('utf8'), key);
  const known = FORMS.map((form) => [form, new Set(form === 'exact' ? stored.exact : stored.normal)] as const);
  return {
    columns: stored.columns,
    size: stored.exact.length,
    collisions(table) {
      const hit = new Uint8Array(table.rows);
      for (const [form, set] of known) {
        if (set.size === 0) continue;
        const found = rowFingerprints(inForm(table, form), stored.columns, key);
        for (let i = 0; i < found.length; i++) if (set.has(found[i])) hit[i] = 1;
      }
      return Int32Array.from(hit.keys()).filter((row) => hit[row] === 1);
    },
  };
}

/** Locks of before the ledger knew these hashes are held to their own code alone. */
async function requireRecorded(
  workspace: Workspace,
  lock: HoldoutLock,
  files: Readonly<Record<'key' | 'fingerprints.json', Uint8Array>>,
): Promise<void> {
  const entries = (await readableEntries(workspace)).filter((entry) => isAbout(entry, 'holdout-locked', lock.id));
  const recorded = entries.map(({ details }) => details as { keyHash?: string; fingerprintsHash?: string });
  for (const [file, name] of [
    ['key', 'keyHash'],
    ['fingerprints.json', 'fingerprintsHash'],
  ] as const) {
    const known = recorded.flatMap((one) => one[name] ?? []);
    if (known.length > 0 && !known.includes(hashOf(files[file])))
      throw fingerprintsChanged(lock.id, `the file "${file}" was changed`);
  }
}

function checked(lock: HoldoutLock, text: string, key: Uint8Array): StoredFingerprints {
  let parsed: StoredFingerprints & { code: string };
  try {
    parsed = JSON.parse(text);
  } catch {
    throw fingerprintsChanged(lock.id, 'fingerprints.json is not JSON');
  }
  const { columns, exact, normal, code } = parsed;
  const wanted = codeOf({ columns, exact, normal }, key);
  const found = Buffer.from(String(code), 'hex');
  if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) {
    throw fingerprintsChanged(lock.id, 'fingerprints.json or the key was changed');
  }
  return { columns, exact, normal };
}

function codeOf({ columns, exact, normal }: StoredFingerprints, key: Uint8Array): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify([columns, exact, normal]))
    .digest();
}
