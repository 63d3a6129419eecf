import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createImageExport } from '@verisim/generator-simulation';
import { counted } from './counted.ts';
import type { RowFiles } from './plugin-table.ts';

/** Writes the images of rows into a folder as PNG files, and `coco.json` beside them; the rows go on without them. */
export function writeImages(folder: string): RowFiles {
  const exporting = createImageExport();
  let written = 0;
  const write = async (name: string, bytes: Uint8Array) => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  };
  return {
    async take(block) {
      const { files, table } = exporting.add(block);
      for (const { name, bytes } of files) await write(name, bytes);
      written += files.length;
      return table;
    },
    async end() {
      const { name, bytes } = exporting.coco();
      await write(name, bytes);
      return [
        {
          rule: 'files',
          level: 'info',
          message: `${join(folder, name)}: boxes and masks of ${counted(written, 'image')}`,
        },
      ];
    },
  };
}
