import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrackedTable } from '@verisim/core';
import { writeTable } from '@verisim/io';
import type { CardFacts, CardFile } from '@verisim/report';
import { notACardFolder } from './errors.ts';
import { writeWhole } from './write-report.ts';

/** Makes the folder of a card, or takes one that a card was written to before. Throws `cli/not-a-card-folder`: no other README is overwritten. */
export async function openCardFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { CARD_MARK } = await import('@verisim/report');
  const card = await readFile(join(folder, 'README.md'), 'utf8').catch(() => null);
  if (card?.includes(CARD_MARK)) return;
  for (const name of ['README.md', 'croissant.json', 'data.parquet', 'lineage.parquet'])
    if (await stat(join(folder, name)).catch(() => null)) throw notACardFolder(folder, name);
}

/** Writes rows and lineage, and says what they are on the disk. */
export async function writeCardData(
  folder: string,
  { table, lineage }: TrackedTable,
  signal: AbortSignal,
): Promise<Pick<CardFacts, 'data' | 'lineage'>> {
  await writeTable(table, join(folder, 'data.parquet'), { signal });
  await writeTable(lineage, join(folder, 'lineage.parquet'), { signal });
  return { data: await onDisk(folder, 'data.parquet'), lineage: await onDisk(folder, 'lineage.parquet') };
}

async function onDisk(folder: string, name: string): Promise<CardFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(join(folder, name))) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
  }
  return { name, bytes, sha256: hash.digest('hex') };
}

/** Writes the card and its description, the card last: a folder with a card is whole. */
export async function writeCardTexts(folder: string, facts: CardFacts): Promise<void> {
  const { croissantOf, renderCard } = await import('@verisim/report');
  await writeWhole(join(folder, 'croissant.json'), `${JSON.stringify(croissantOf(facts), null, 2)}\n`);
  await writeWhole(join(folder, 'README.md'), renderCard(facts));
}
