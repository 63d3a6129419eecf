import { brokenContract } from './errors.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { demand, drawFrom, fitAndDraw, type Subject } from './subject.ts';
import { type AmbientCalls, watchAmbient } from './watch-ambient.ts';

const ambient: GeneratorCheck = {
  name: 'ambient',
  title: 'uses no chance, clock, output or network but what its context gives',
  async run(subject) {
    // A test runner may use the clock or the console beside an asynchronous plugin; a plugin does so in both runs.
    const first = await calls(subject);
    if (first.size === 0) return;
    const second = await calls(subject);
    for (const [name, where] of first) {
      if (!second.has(name)) continue;
      throw brokenContract(subject.generator.name, `calls ${name}: take what you need from the context`, where);
    }
  },
};

const globals: GeneratorCheck = {
  name: 'globals',
  title: 'leaves no globals behind and extends no prototype',
  async run(subject) {
    const before = enumerable();
    await fitAndDraw(subject);
    const left = enumerable().filter((name) => !before.includes(name));
    demand(subject, left.length === 0, `leaves ${left.join(', ')} behind`);
  },
};

function calls(subject: Subject): Promise<AmbientCalls> {
  const work = async () => {
    const { model } = await fitAndDraw(subject);
    await drawFrom(subject, await subject.generator.load(await model.save()), { block: 1 });
  };
  return watchAmbient(work, subject.generator.traits.reproducible);
}

function enumerable(): string[] {
  return [
    ...Object.keys(globalThis).map((name) => `the global ${name}`),
    ...Object.keys(Object.prototype).map((name) => `Object.prototype.${name}`),
    ...Object.keys(Array.prototype).map((name) => `Array.prototype.${name}`),
  ];
}

/** What a plugin reaches outside its context. */
export const ambientChecks: readonly GeneratorCheck[] = [ambient, globals];
