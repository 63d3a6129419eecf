import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const node = promisify(execFile);

/** Runs a JavaScript module in a Node process of its own and resolves to what it wrote. */
export async function runInNode(program: string): Promise<string> {
  const given = ['--conditions=verisim-source', '--input-type=module', '--eval', program];
  return (await node(process.execPath, given)).stdout;
}
