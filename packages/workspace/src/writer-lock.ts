import { locked } from './errors.ts';
import { otherHolder } from './lock-file.ts';
import { holderState } from './process-identity.ts';
import type { Workspace } from './workspace.ts';

/** What the message calls what is locked. */
export const WRITER = 'The workspace';

/** The file that names the one process which writes to a workspace. */
export function writerLock(workspace: Workspace): string {
  return workspace.path('writer.lock');
}

/** Throws `workspace/locked` when another process has claimed the workspace. */
export async function refuseOtherWriter(workspace: Workspace): Promise<void> {
  const path = writerLock(workspace);
  const holder = await otherHolder(path);
  if (holder !== null) throw locked({ what: WRITER, path, holder, here: holderState(holder) === 'alive' });
}
