import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Fingerprints, rowFingerprints, type Table, takeRows } from '@verisim/core';
import { hashOf } from './atomic-write.ts';
import { fingerprintsChanged } from './errors.ts';
import { type HoldoutLock, holdoutPath, isAbout } from './holdout-lock.ts';
import { readableEntries } from './ledger.ts';
import { nearUniqueRows } from './near-unique.ts';
import { inForm, type RowForm } from './normal-form.ts';
import { readTextSketches, type TextSketches } from './text-sketches.ts';
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

/** The fingerprints of a lock: of near-unique rows, and sketches of texts. */
export interface HoldoutFingerprints extends Fingerprints {
  /** Locked texts that a near copy is told by; see {@link TextSketches}. */
  readonly texts: number;
}

/**
 * The fingerprints of a lock, for a contamination filter: which rows of a table are, in their exact or normal form, a
 * near-unique holdout row, or hold a text that is nearly a locked one. No holdout row is read. Throws `workspace/fingerprints-changed`.
 */
export async function holdoutFingerprints(workspace: Workspace, lock: HoldoutLock): Promise<HoldoutFingerprints> {
  const key = await readPart(workspace, lock, 'key');
  const text = await readPart(workspace, lock, 'fingerprints.json');
  await requireRecorded(workspace, lock, { key, 'fingerprints.json': text });
  const stored = checked(lock, text.toString('utf8'), key);
  const texts = await lockedTexts(workspace, lock);
  const known = FORMS.map((form) => [form, new Set(form === 'exact' ? stored.exact : stored.normal)] as const);
  return {
    columns: stored.columns,
    size: stored.exact.length,
    texts: texts?.size ?? 0,
    collisions(table) {
      const hit = texts?.nearCopies(table) ?? new Uint8Array(table.rows);
      for (const [form, set] of known) {
        if (set.size === 0) continue;
        const found = rowFingerprints(inForm(table, form), stored.columns, key);
        for (let i = 0; i < found.length; i++) if (set.has(found[i])) hit[i] = 1;
      }
      return Int32Array.from(hit.keys()).filter((row) => hit[row] === 1);
    },
  };
}

/** The sketches of a lock's texts, `null` when it has none. Throws `workspace/fingerprints-changed`. */
export async function lockedTexts(workspace: Workspace, lock: HoldoutLock): Promise<TextSketches | null> {
  if ((await recordedHash(workspace, lock, 'sketchesHash')) === null) return null;
  const key = await readPart(workspace, lock, 'key');
  const sketched = await readPart(workspace, lock, 'texts.sketch');
  await requireRecorded(workspace, lock, { key, 'texts.sketch': sketched });
  return readTextSketches(sketched, key);
}

function readPart(workspace: Workspace, { id }: HoldoutLock, file: keyof typeof RECORDED): Promise<Buffer> {
  return readFile(holdoutPath(workspace, id, file)).catch(() => {
    throw fingerprintsChanged(id, `the file "${file}" is missing`);
  });
}

/** The files that fingerprints are made of, and the name of each one's hash in the ledger. */
const RECORDED = { key: 'keyHash', 'fingerprints.json': 'fingerprintsHash', 'texts.sketch': 'sketchesHash' } as const;

/** Locks of before the ledger knew these hashes are held to their own code alone. */
async function requireRecorded(
  workspace: Workspace,
  lock: HoldoutLock,
  files: Readonly<Partial<Record<keyof typeof RECORDED, Uint8Array>>>,
): Promise<void> {
  for (const [file, bytes] of Object.entries(files)) {
    const known = await recordedHash(workspace, lock, RECORDED[file as keyof typeof RECORDED]);
    if (known !== null && !known.includes(hashOf(bytes)))
      throw fingerprintsChanged(lock.id, `the file "${file}" was changed`);
  }
}

/** What the ledger says of a file of the lock, `null` when it says nothing. */
async function recordedHash(
  workspace: Workspace,
  lock: HoldoutLock,
  name: (typeof RECORDED)[keyof typeof RECORDED],
): Promise<readonly string[] | null> {
  const entries = (await readableEntries(workspace)).filter((entry) => isAbout(entry, 'holdout-locked', lock.id));
  const known = entries.flatMap(({ details }) => (details as Readonly<Record<string, string>>)[name] ?? []);
  return known.length === 0 ? null : known;
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
