import { demand } from './demand.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { demandIdentity, pluginChecks } from './plugin-checks.ts';

const shape: GeneratorCheck = {
  name: 'shape',
  title: 'is a generator of api 1 that says who it is, what it needs and what it promises',
  async run(subject) {
    const { plugin: generator } = subject;
    const { family, needs, traits } = generator;
    demandIdentity(subject, 'generator');
    demand(subject, ['model', 'rule', 'simulation'].includes(family), `is of the unknown family "${family}"`);
    demand(subject, ['data', 'schema', 'nothing'].includes(needs), `needs "${needs}", not data, schema or nothing`);
    for (const trait of ['reproducible', 'memorises', 'conditional'] as const) {
      demand(subject, typeof traits?.[trait] === 'boolean', `does not say true or false to the trait "${trait}"`);
    }
    const whole = Number.isInteger(traits.blockRows) && traits.blockRows >= 1;
    demand(subject, whole, `has blocks of ${traits.blockRows} rows, not a whole number of 1 or more`);
    const methods = typeof generator.fit === 'function' && typeof generator.load === 'function';
    demand(subject, methods, 'lacks fit or load');
  },
};

/** What a generator says of itself. */
export const generatorPluginChecks: readonly GeneratorCheck[] = [shape, ...pluginChecks];
