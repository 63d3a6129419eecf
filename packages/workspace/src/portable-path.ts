import { dirname, isAbsolute, relative, sep } from 'node:path';
import type { Workspace } from './workspace.ts';

/** A file's name without the machine: relative to the project, or its last part. */
export function portablePath(workspace: Workspace, file: string): string {
  if (!isAbsolute(file)) return file;
  return isInside(workspace, file) ? relative(dirname(workspace.folder), file) : file.split(sep).at(-1)!;
}

/** Whether an absolute path lies inside the project. */
export function isInside(workspace: Workspace, file: string): boolean {
  const inside = relative(dirname(workspace.folder), file);
  return !inside.startsWith('..') && !isAbsolute(inside);
}
