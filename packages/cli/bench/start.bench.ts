/**
 * How soon the command answers, in CPU time (user and system) of a process of its own: `verisim --help` in at most 200 ms, and
 * `import('@verisim/core')` in at most 50 ms more than a Node that imports nothing: from what is compiled, and from source with
 * Node's compile cache. Source without it is shown and nothing is promised: Node's type stripping takes 50 ms before the first
 * line. The least of nine runs is held against the promise: what other processes take only ever adds.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = 9;
const FOLDER = fileURLToPath(new URL('..', import.meta.url));
/** Tells on stderr what the process took, as it ends. */
const METER = `data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => { const { user, system } = process.cpuUsage(); process._rawDebug('cpu ' + (user + system) / 1000); });`,
)}`;

/** Milliseconds of CPU, run by run, ascending. */
function cpuOf(args: readonly string[], cache?: string): readonly number[] {
  const env = { ...process.env, ...(cache && { NODE_COMPILE_CACHE: cache }) };
  const once = () => {
    const { stderr, status } = spawnSync(process.execPath, ['--import', METER, ...args], {
      cwd: FOLDER,
      env,
      encoding: 'utf8',
    });
    const taken = /cpu ([\d.]+)/.exec(stderr)?.[1];
    if (status !== 0 || taken === undefined) throw new Error(`node ${args.join(' ')} failed:\n${stderr}`);
    return Number(taken);
  };
  once();
  return Array.from({ length: RUNS }, once).sort((a, b) => a - b);
}

const importing = (text: string): readonly string[] => ['--input-type=module', '--eval', text];
const bare = cpuOf(importing('0'));
let broken = !existsSync(`${FOLDER}/dist/main.js`);
if (broken) console.log('not compiled: run npm run build first');
const cache = mkdtempSync(join(tmpdir(), 'verisim-start-'));
const SOURCE = ['--conditions=verisim-source'];
interface Way {
  readonly name: string;
  readonly flags: readonly string[];
  readonly main: string;
  readonly cache?: string;
  readonly promised: boolean;
}
const ways: readonly Way[] = [
  { name: 'source', flags: SOURCE, main: 'src/main.ts', promised: false },
  { name: 'source, cached', flags: SOURCE, main: 'src/main.ts', cache, promised: true },
  ...(broken ? [] : [{ name: 'compiled', flags: [], main: 'dist/main.js', promised: true }]),
];
console.log(['', 'from', 'least ms', 'median ms', 'promise ms'].join('\t'));
console.log(['node alone', '', bare[0].toFixed(0), bare[RUNS >> 1].toFixed(0), ''].join('\t'));
for (const { name, flags, main, cache: warm, promised } of ways) {
  const core = cpuOf([...flags, ...importing("await import('@verisim/core')")], warm).map((time, i) => time - bare[i]);
  const help = cpuOf([...flags, main, '--help'], warm);
  for (const [what, times, most] of [
    ["import('@verisim/core')", core, 50],
    ['verisim --help', help, 200],
  ] as const) {
    const kept = !promised || times[0] <= most;
    broken ||= !kept;
    const promise = promised ? `${most}${kept ? '' : ' BROKEN'}` : 'none';
    console.log([what, name, times[0].toFixed(0), times[RUNS >> 1].toFixed(0), promise].join('\t'));
  }
}
rmSync(cache, { recursive: true, force: true });
process.exitCode = broken ? 1 : 0;
