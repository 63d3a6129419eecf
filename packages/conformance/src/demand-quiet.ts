import { demand, type Tested } from './demand.ts';
import { brokenContract } from './errors.ts';
import { watchAmbient } from './watch-ambient.ts';

/** Demands that work uses no chance, clock, output or network but what its context gives. `machineChance` as in {@link watchAmbient}. */
export async function demandNoAmbient(
  subject: Tested,
  work: () => Promise<unknown>,
  machineChance: boolean,
): Promise<void> {
  // A test runner may use the clock or the console beside an asynchronous plugin; a plugin does so in both runs.
  const first = await watchAmbient(work, machineChance);
  if (first.size === 0) return;
  const second = await watchAmbient(work, machineChance);
  for (const [name, where] of first) {
    if (!second.has(name)) continue;
    throw brokenContract(subject.plugin, `calls ${name}: take what you need from the context`, where);
  }
}

/** Demands that work leaves no globals behind and extends no prototype. */
export async function demandNoGlobals(subject: Tested, work: () => Promise<unknown>): Promise<void> {
  const before = enumerable();
  await work();
  const left = enumerable().filter((name) => !before.includes(name));
  demand(subject, left.length === 0, `leaves ${left.join(', ')} behind`);
}

function enumerable(): string[] {
  return [
    ...Object.keys(globalThis).map((name) => `the global ${name}`),
    ...Object.keys(Object.prototype).map((name) => `Object.prototype.${name}`),
    ...Object.keys(Array.prototype).map((name) => `Array.prototype.${name}`),
  ];
}
