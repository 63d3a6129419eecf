import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from './command.ts';

/** Copies what git tracks, and what it neither tracks nor ignores, as it stands in the working tree. Never changes `from`. */
export function copyTree(from: string, to: string): void {
  const listed = must('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], from);
  for (const file of new Set(listed.split('\0'))) {
    // A tracked file may have been deleted since.
    if (file === '' || !existsSync(join(from, file))) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(from, file), join(to, file));
  }
}
