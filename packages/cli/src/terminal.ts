import pc from 'picocolors';

/** Where a command writes. With `json`, stdout carries one JSON document and all else goes to stderr. */
export interface Terminal {
  readonly json: boolean;
  readonly color: boolean;
  /** Columns of the window, 80 where there is none. */
  readonly width: number;
  /** Prints text for people. */
  say(text: string): void;
  /** Shows how far a piece of work is; drawn over itself in a window, silent elsewhere. */
  progress(title: string, done: number, total?: number): void;
  /** Takes the progress bar away. */
  clearProgress(): void;
}

/** The terminal of this process. */
export function openTerminal(json: boolean): Terminal {
  const stream = json ? process.stderr : process.stdout;
  const bar = process.stderr.isTTY ? createBar() : null;
  // A reader that went away (`| head -1`) is no failure.
  for (const out of [process.stdout, process.stderr]) {
    out.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  return {
    json,
    color: pc.isColorSupported && Boolean(stream.isTTY),
    width: Math.max(40, Math.min(stream.columns || 80, 120)),
    say(text) {
      bar?.clear();
      stream.write(`${text}\n`);
    },
    progress: (title, done, total) => bar?.draw(title, done, total),
    clearProgress: () => bar?.clear(),
  };
}

interface Bar {
  draw(title: string, done: number, total?: number): void;
  clear(): void;
}

/** A one-line bar on stderr with the time left, at most ten times a second, only for what takes over a second. */
function createBar(): Bar {
  let title = '';
  let started = 0;
  let drawn = 0;
  let visible = false;
  const clear = () => {
    if (visible) process.stderr.write('\r\x1b[2K');
    visible = false;
  };
  return {
    clear,
    draw(name, done, total) {
      const now = performance.now();
      if (name !== title) [title, started] = [name, now];
      if (now - started < 1000 || now - drawn < 100) return;
      drawn = now;
      const share = total ? Math.min(1, done / total) : null;
      const filled =
        share === null ? '' : `${'='.repeat(Math.round(share * 24)).padEnd(24, '-')} ${Math.round(share * 100)} %`;
      const left =
        share && share < 1 ? `, ${Math.ceil(((now - started) / share - (now - started)) / 1000)} s left` : '';
      const width = Math.max(20, (process.stderr.columns || 80) - 1);
      process.stderr.write(`\r\x1b[2K${`${name} ${filled || done}${left}`.slice(0, width)}`);
      visible = true;
    },
  };
}

/** Prints the one JSON document of a `--json` call. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
