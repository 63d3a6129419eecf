import type { Progress } from '@verisim/core';
import { plain } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** One line about work that costs money or waits. */
export interface LiveLine {
  show(progress: Progress): void;
  /** Takes the line away. */
  clear(): void;
}

/** How often a log gets a line, in milliseconds; a window is drawn over several times a second. */
const LOG_MS = 10_000;

/** The line on stderr: drawn over itself in a window, every ten seconds in a log. */
export function openLiveLine(terminal: Terminal): LiveLine {
  const { stderr } = process;
  const window = stderr.isTTY && process.env.TERM !== 'dumb';
  let drawn = false;
  let logged = performance.now();
  const clear = () => {
    if (drawn) stderr.write('\r\x1b[2K');
    drawn = false;
  };
  return {
    clear,
    show({ note }) {
      if (note === undefined || terminal.fault !== null) return;
      if (window) {
        stderr.write(`\r\x1b[2K${plain(note).slice(0, Math.max(20, (stderr.columns || 80) - 1))}`);
        drawn = true;
      } else if (performance.now() - logged >= LOG_MS) {
        logged = performance.now();
        terminal.sayAside(plain(note));
      }
    },
  };
}
