/** A function that a plugin must not call, as the path to it from the global object. */
const WATCHED: readonly (readonly string[])[] = [
  ['Math', 'random'],
  ['Date', 'now'],
  ['performance', 'now'],
  ['fetch'],
  ['process', 'stdout', 'write'],
  ['process', 'stderr', 'write'],
  ...['debug', 'error', 'info', 'log', 'trace', 'warn'].map((level) => ['console', level]),
];

/** Chance of the machine: what differential privacy draws from, so only forbidden to reproducible generators. */
const MACHINE_CHANCE: readonly (readonly string[])[] = [
  ['crypto', 'getRandomValues'],
  ['crypto', 'randomUUID'],
];

/** Calls that were seen: the function's path, and an error that shows where its first call came from. */
export type AmbientCalls = ReadonlyMap<string, Error>;

type Holder = Record<string, unknown>;

/**
 * Runs `work` while the ambient sources of chance, time, output and network are watched. They go on working (a test runner
 * uses them beside us), except `fetch`, which rejects. All are put back, whatever happens.
 */
export async function watchAmbient(work: () => Promise<unknown>, machineChance: boolean): Promise<AmbientCalls> {
  const calls = new Map<string, Error>();
  const saw = (name: string) => {
    if (!calls.has(name)) calls.set(name, new Error(`${name} was called here`));
  };
  const undo = [watchDate(saw)];
  for (const path of machineChance ? [...WATCHED, ...MACHINE_CHANCE] : WATCHED) undo.push(watch(path, saw));
  try {
    await work();
  } finally {
    for (const restore of undo.reverse()) restore();
  }
  return calls;
}

function watch(path: readonly string[], saw: (name: string) => void): () => void {
  const key = path[path.length - 1];
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((object, part) => (object as Holder | undefined)?.[part], globalThis) as Holder | undefined;
  const original = holder?.[key];
  if (holder === undefined || typeof original !== 'function') return () => {};
  const name = path.join('.');
  return replace(holder, key, function (this: unknown, ...given: unknown[]): unknown {
    saw(name);
    return key === 'fetch'
      ? Promise.reject(new Error('There is no network in the conformance kit.'))
      : Reflect.apply(original, this, given);
  });
}

/** `new Date()` and `Date()` read the clock; `new Date(0)` does not. */
function watchDate(saw: (name: string) => void): () => void {
  const watched = new Proxy(Date, {
    construct(target, given, newTarget) {
      if (given.length === 0) saw('new Date()');
      return Reflect.construct(target, given, newTarget);
    },
    apply(target, self, given) {
      saw('Date()');
      return Reflect.apply(target, self, given);
    },
  });
  return replace(globalThis as unknown as Holder, 'Date', watched);
}

function replace(holder: Holder, key: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(holder, key);
  Object.defineProperty(holder, key, { configurable: true, writable: true, enumerable: before?.enumerable, value });
  return () => {
    if (before) Object.defineProperty(holder, key, before);
    else delete holder[key];
  };
}
