import { demandNoAmbient, demandNoGlobals } from './demand-quiet.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { drawFrom, fitAndDraw } from './generator-subject.ts';

const ambient: GeneratorCheck = {
  name: 'ambient',
  title: 'uses no chance, clock, output or network but what its context gives',
  run: (subject) =>
    demandNoAmbient(
      subject,
      async () => {
        const { model } = await fitAndDraw(subject);
        await drawFrom(subject, await subject.plugin.load(await model.save()), { block: 1 });
      },
      subject.plugin.traits.reproducible,
    ),
};

const globals: GeneratorCheck = {
  name: 'globals',
  title: 'leaves no globals behind and extends no prototype',
  run: (subject) => demandNoGlobals(subject, () => fitAndDraw(subject)),
};

/** What a generator reaches outside its context. */
export const ambientChecks: readonly GeneratorCheck[] = [ambient, globals];
