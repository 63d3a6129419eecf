import { stat } from 'node:fs/promises';
import type { Table } from '@verisim/core';

/** What a project keeps of made-up rows: elsewhere, and for a URL, nothing. */
export interface RowRecord {
  /** The same blocks, looked at on their way into the file. */
  watched(blocks: AsyncIterable<Table>): AsyncIterable<Table>;
  /** Once they are written: puts their version on record, and that of the file they were learned from, by its hash. */
  keep(source: string): Promise<void>;
}

/** Begins the record of rows that go into a file. A project is a folder with `.verisim`. */
export async function openRowRecord(file: string | undefined): Promise<RowRecord> {
  const found = await stat('.verisim').catch(() => null);
  if (!found?.isDirectory() || file === undefined || file.includes('://'))
    return { watched: (blocks) => blocks, async keep() {} };
  const { beginSketch, openWorkspace, recordDatasetFile, versionOf } = await import('@verisim/workspace');
  const workspace = await openWorkspace('.');
  const sketch = await beginSketch(workspace);
  return {
    async *watched(blocks) {
      for await (const block of blocks) {
        sketch.add(block);
        yield block;
      }
    },
    async keep(source) {
      const parent = await versionOf(workspace, { fileHash: source });
      const parents = parent === null ? [] : [parent];
      await recordDatasetFile(workspace, { file, role: 'synthetic', parents, sketch: sketch.end() });
    },
  };
}
