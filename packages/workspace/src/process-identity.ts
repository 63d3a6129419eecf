import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When that process started, as the system counts it: tells it from a later one of the same pid. `null` where it cannot be read. */
  readonly start: string | null;
}

/** This process. */
export function thisProcess(): Holder {
  return { pid: process.pid, host: hostname(), start: startOf(process.pid) };
}

/** Whether a holder is still there: `unknown` for one of another machine, which cannot be asked. */
export function holderState(holder: Holder): 'alive' | 'dead' | 'unknown' {
  if (holder.host !== hostname()) return 'unknown';
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  const start = startOf(holder.pid);
  return holder.start !== null && start !== null && holder.start !== start ? 'dead' : 'alive';
}

/** The holder that a lock file names, `null` when its text is not of one. */
export function parseHolder(text: string): Holder | null {
  try {
    const { pid, host, start } = JSON.parse(text) as Partial<Holder>;
    if (!Number.isInteger(pid) || typeof host !== 'string') return null;
    return { pid: pid as number, host, start: typeof start === 'string' ? start : null };
  } catch {
    return null;
  }
}

/** The boot and the clock ticks since it, from Linux's /proc (proc_pid_stat(5), field 22); `null` on other systems. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`;
  } catch {
    return null;
  }
}
