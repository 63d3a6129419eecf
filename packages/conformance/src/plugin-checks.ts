import { isVerisimError, optionNames, resolveOptions } from '@verisim/core';
import type { GeneratorCheck } from './generator-check.ts';
import { jsonFault } from './json-fault.ts';
import { demand } from './subject.ts';

const SEMVER = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const shape: GeneratorCheck = {
  name: 'shape',
  title: 'is a generator of api 1 that says who it is, what it needs and what it promises',
  async run(subject) {
    const { generator } = subject;
    const { kind, api, name, version, summary, family, needs } = generator;
    demand(subject, kind === 'generator' && api === 1, `is kind ${kind}, api ${api}, not a generator of api 1`);
    demand(subject, KEBAB.test(name), 'has a name that is not kebab-case, such as "gaussian-copula"');
    demand(subject, SEMVER.test(version), `has the version "${version}", which is not semantic (1.2.3)`);
    const oneLine = typeof summary === 'string' && summary.trim() !== '' && !/[\r\n]/.test(summary);
    demand(subject, oneLine && summary.length <= 100, 'has a summary that is not one line of 1 to 100 characters');
    demand(subject, ['model', 'rule', 'simulation'].includes(family), `is of the unknown family "${family}"`);
    demand(subject, ['data', 'schema', 'nothing'].includes(needs), `needs "${needs}", not data, schema or nothing`);
    const { traits } = generator;
    for (const trait of ['reproducible', 'memorises', 'conditional'] as const) {
      demand(subject, typeof traits?.[trait] === 'boolean', `does not say true or false to the trait "${trait}"`);
    }
    const whole = Number.isInteger(traits.blockRows) && traits.blockRows >= 1;
    demand(subject, whole, `has blocks of ${traits.blockRows} rows, not a whole number of 1 or more`);
    const methods = typeof generator.fit === 'function' && typeof generator.load === 'function';
    demand(subject, methods, 'lacks fit or load');
  },
};

const options: GeneratorCheck = {
  name: 'options',
  title: 'has at most 8 options, all with defaults, and refuses unknown ones',
  async run(subject) {
    const { generator } = subject;
    const names = optionNames(generator);
    demand(subject, names.length <= 8, `has ${names.length} options, more than 8`);
    const defaults = generator.options.safeParse({});
    demand(subject, defaults.success, 'has an option without a default: {} is refused');
    const fault = jsonFault(defaults.data, 'options');
    demand(subject, fault === null, `has defaults that are not JSON: ${fault}`);
    const again = generator.options.safeParse(defaults.data);
    const same = again.success && JSON.stringify(again.data) === JSON.stringify(defaults.data);
    demand(subject, same, 'does not take its own resolved options back unchanged');
    let refusal: unknown = null;
    try {
      resolveOptions(generator, { 'no-such-option': 1 });
    } catch (error) {
      refusal = error;
    }
    const refused = isVerisimError(refusal) && refusal.code === 'core/bad-options';
    demand(subject, refused, 'accepts an unknown option: make its options an object with a shape, or strict');
  },
};

/** What a plugin says of itself. */
export const pluginChecks: readonly GeneratorCheck[] = [shape, options];
