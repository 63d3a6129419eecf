import { stat } from 'node:fs/promises';
import type { TableSpec } from '@verisim/core';

/** Made-up rows in a file. */
export interface MadeRows {
  readonly file: string;
  /** What they were learned from: the hash of its bytes, and its columns. */
  readonly source: { readonly hash: string; readonly spec: TableSpec };
  readonly signal: AbortSignal;
}

/** In a project (a folder with `.verisim`), puts the version of made-up rows and of what they were learned from on record. Elsewhere, and for a URL, nothing. */
export async function recordRows({ file, source, signal }: MadeRows): Promise<void> {
  const found = await stat('.verisim').catch(() => null);
  if (!found?.isDirectory() || file.includes('://')) return;
  const { openWorkspace, recordDatasetFile, versionOf } = await import('@verisim/workspace');
  const workspace = await openWorkspace('.');
  const parent = await versionOf(workspace, { fileHash: source.hash });
  const read = { like: source.spec, signal };
  await recordDatasetFile(workspace, { file, role: 'synthetic', parents: parent === null ? [] : [parent], read });
}
