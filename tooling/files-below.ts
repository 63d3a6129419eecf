import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Every file in a folder and those below it, in order, as paths from that folder with `/`. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
