import { canonicalJson, type Json } from '@verisim/core';
import { appendLedger, readLedger, type Workspace } from '@verisim/workspace';

/** What `--force` passed over, as the ledger has it (event `forced`). */
export interface Forced {
  /** The run's place. */
  readonly run: string;
  readonly play: string;
  /** The checks that failed, one sentence each; empty when it was asked for and nothing failed. */
  readonly reasons: readonly string[];
}

/** Puts it into the ledger, once: a run that goes on after a kill does not say it again. */
export async function recordForced(workspace: Workspace, forced: Forced): Promise<void> {
  const details = forced as unknown as Json;
  const known = (await readLedger(workspace)).some(
    (entry) => entry.event === 'forced' && canonicalJson(entry.details) === canonicalJson(details),
  );
  if (!known) await appendLedger(workspace, { event: 'forced', details });
}
