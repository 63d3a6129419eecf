/** How to import a plugin where nothing was imported before. Injected, because the kit itself uses no Node API. */
export interface FreshImport {
  /** What the program imports: `new URL('../src/index.ts', import.meta.url).href`. */
  readonly module: string;
  /** Runs a JavaScript module in a process of its own and resolves to what it wrote to its standard output. */
  run(program: string): Promise<string>;
}

/** Written before the list of effects, so that it is found behind whatever else is written. */
const MARK = 'verisim import effects:';

/**
 * A program that imports a module and writes, as a JSON list of phrases behind a mark, what the import did beside defining the module:
 * globals, prototypes, timers, open handles, process listeners, and calls of chance, clock, output and network.
 */
export function importProgram(module: string): string {
  return `
const effects = new Set();
const host = globalThis.process;
const write = host ? host.stdout.write.bind(host.stdout) : console.log;
const enumerate = () => [
  ...Reflect.ownKeys(globalThis).map((key) => 'leaves the global ' + String(key) + ' behind'),
  ...[Object, Array, String, Promise, Function].flatMap((type) =>
    Reflect.ownKeys(type.prototype).map((key) => 'extends ' + type.name + '.prototype by ' + String(key))),
  ...(host?.eventNames?.() ?? []).map((event) => 'listens to the process event ' + String(event)),
];
const handles = () => host?.getActiveResourcesInfo?.().filter((name) => !/Pipe|TTY|FSReq|CloseReq/.test(name)).length ?? 0;
const environment = host ? JSON.stringify(host.env) + host.cwd() : '';
const watch = (holder, key, name) => {
  const original = holder?.[key];
  if (typeof original !== 'function') return;
  holder[key] = function (...given) {
    effects.add('calls ' + name);
    return new.target ? Reflect.construct(original, given, new.target) : Reflect.apply(original, this, given);
  };
};
watch(Math, 'random', 'Math.random');
watch(Date, 'now', 'Date.now');
watch(performance, 'now', 'performance.now');
for (const key of ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'WebSocket', 'Worker']) watch(globalThis, key, key);
for (const key of ['debug', 'error', 'info', 'log', 'trace', 'warn']) watch(console, key, 'console.' + key);
for (const key of ['getRandomValues', 'randomUUID']) watch(crypto, key, 'crypto.' + key);
if (host) for (const key of ['stdout', 'stderr']) watch(host[key], 'write', 'process.' + key + '.write');
// Looking at some globals makes the host define others, so they are counted only now.
const before = new Set(enumerate());
const open = handles();
await import(${JSON.stringify(module)});
for (const effect of enumerate()) if (!before.has(effect)) effects.add(effect);
if (handles() > open) effects.add('leaves a timer or a handle open');
if (host && JSON.stringify(host.env) + host.cwd() !== environment) effects.add('changes the environment or the working folder');
write('\\n${MARK}' + JSON.stringify([...effects]) + '\\n');
`;
}

/** The effects that {@link importProgram} wrote; `null` when its output does not hold them. */
export function readImportEffects(output: string): readonly string[] | null {
  const at = output.lastIndexOf(MARK);
  if (at < 0) return null;
  const [line] = output.slice(at + MARK.length).split('\n');
  return (JSON.parse(line) as string[]).filter((effect) => !TOLERATED.test(effect));
}

/** zod, every plugin's peer, keeps its settings in globals so that several copies of it share them. */
const TOLERATED = /the global __zod_/;
