import { setFlagsFromString } from 'node:v8';

/**
 * Lets the small heap of a command grow by half a dozen times between full collections. V8 counts typed arrays against a limit that it sets by
 * the objects alone, so that a stream of blocks is collected every few blocks, most of it in vain: a million rows take an eighth less CPU time
 * this way, for 20 to 50 MB more. Limits set by the user (`--max-old-space-size`) hold as before.
 */
export function growHeapFaster(): void {
  setFlagsFromString('--heap-growing-percent=400');
}
