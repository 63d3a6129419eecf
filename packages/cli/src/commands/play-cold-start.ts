import type { Call } from '../call.ts';
import type { ExitCode } from '../exit-codes.ts';
export async function run(_: Call): Promise<ExitCode> {
  return 1;
}
