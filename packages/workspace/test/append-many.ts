import { appendLedger } from '../src/ledger.ts';
import { openWorkspace } from '../src/workspace.ts';

// Run as a process of its own: appends to the ledger of the folder named, as often as asked.
const [folder, times] = process.argv.slice(2);
const workspace = await openWorkspace(folder);
for (let i = 0; i < Number(times); i++) await appendLedger(workspace, { event: 'other-process', details: process.pid });
