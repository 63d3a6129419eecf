import { printable, printableJson } from './printable.ts';
import { wantsColor, widthOf } from './terminal-look.ts';

/** Where a command writes. With `json`, stdout carries one JSON document and all else goes to stderr. */
export interface Terminal {
  readonly json: boolean;
  readonly color: boolean;
  /** Columns that tables may take: those of the window or of COLUMNS, no limit to speak of where output is piped. */
  readonly width: number;
  /** Prints text for people, free of control characters but our own colours. */
  say(text: string): void;
  /** As `say`, on stderr: stdout carries rows or a document. */
  sayAside(text: string): void;
  /** Shows how far a piece of work is; drawn over itself in a window, silent elsewhere. */
  progress(title: string, done: number, total?: number): void;
  /** Takes the progress bar away. */
  clearProgress(): void;
  /** Why stdout could not be written, when it could not; a reader that went away (`| head -1`) is no failure. */
  readonly fault: NodeJS.ErrnoException | null;
}

/** The terminal of this process. */
export function openTerminal(json: boolean, args: readonly string[] = process.argv.slice(2)): Terminal {
  const stream = json ? process.stderr : process.stdout;
  const { env } = process;
  const bar = process.stderr.isTTY && env.TERM !== 'dumb' ? createBar() : null;
  let fault: NodeJS.ErrnoException | null = null;
  const onError = (error: NodeJS.ErrnoException) => {
    if (!isBrokenPipe(error)) fault ??= error;
  };
  for (const out of [process.stdout, process.stderr]) if (out.listenerCount('error') === 0) out.on('error', onError);
  const look = { env, args, isTTY: Boolean(stream.isTTY), columns: stream.columns };
  const color = wantsColor(look);
  const write = (out: NodeJS.WriteStream, text: string) => {
    bar?.clear();
    out.write(`${printable(text, color)}\n`);
  };
  return {
    json,
    color,
    width: widthOf(look),
    say: (text) => write(stream, text),
    sayAside: (text) => write(process.stderr, text),
    progress: (title, done, total) => bar?.draw(printable(title), done, total),
    clearProgress: () => bar?.clear(),
    get fault() {
      return fault;
    },
  };
}

/** Whether the reader of a pipe went away. */
export function isBrokenPipe(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
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
  process.stdout.write(`${printableJson(document)}\n`);
}
