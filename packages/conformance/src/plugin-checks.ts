import { isVerisimError, optionNames, resolveOptions } from '@verisim/core';
import type { Check } from './check.ts';
import { demand, type Tested } from './demand.ts';
import { badImportProbe } from './errors.ts';
import { importProgram, readImportEffects } from './fresh-import.ts';
import { jsonFault } from './json-fault.ts';

/** Names of the checks that plugins of every kind share. */
export type PluginCheckName = 'options' | 'import';

const SEMVER = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** Lower-case words with hyphens between them: names of plugins, metrics, rules and charts. */
export const KEBAB: RegExp = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Demands what plugins of every kind say of themselves. */
export function demandIdentity(subject: Tested, wanted: string): void {
  const { kind, api, name, version, summary } = subject.plugin;
  demand(
    subject,
    kind === wanted && api === 1,
    `is kind ${kind}, api ${api}, not ${wanted === 'evaluator' ? 'an' : 'a'} ${wanted} of api 1`,
  );
  demand(subject, KEBAB.test(name), 'has a name that is not kebab-case, such as "gaussian-copula"');
  demand(subject, SEMVER.test(version), `has the version "${version}", which is not semantic (1.2.3)`);
  const oneLine = typeof summary === 'string' && summary.trim() !== '' && !/[\r\n]/.test(summary);
  demand(subject, oneLine && summary.length <= 100, 'has a summary that is not one line of 1 to 100 characters');
}

const options: Check<Tested, PluginCheckName> = {
  name: 'options',
  title: 'has at most 8 options, all with defaults, and refuses unknown ones',
  async run(subject) {
    const { plugin } = subject;
    const names = optionNames(plugin);
    demand(subject, names.length <= 8, `has ${names.length} options, more than 8`);
    const defaults = plugin.options.safeParse({});
    demand(subject, defaults.success, 'has an option without a default: {} is refused');
    const fault = jsonFault(defaults.data, 'options');
    demand(subject, fault === null, `has defaults that are not JSON: ${fault}`);
    const again = plugin.options.safeParse(defaults.data);
    const same = again.success && JSON.stringify(again.data) === JSON.stringify(defaults.data);
    demand(subject, same, 'does not take its own resolved options back unchanged');
    let refusal: unknown = null;
    try {
      resolveOptions(plugin, { 'no-such-option': 1 });
    } catch (error) {
      refusal = error;
    }
    const refused = isVerisimError(refusal) && refusal.code === 'core/bad-options';
    demand(subject, refused, 'accepts an unknown option: make its options an object with a shape, or strict');
  },
};

const imported: Check<Tested, PluginCheckName> = {
  name: 'import',
  title: 'does nothing when it is imported',
  async run(subject) {
    if (subject.imports === null) return;
    const { module, run } = subject.imports;
    let output: string;
    try {
      output = await run(importProgram(module));
    } catch (error) {
      throw badImportProbe(module, `${(error as Error)?.message ?? error}`, error);
    }
    const effects = readImportEffects(output);
    if (effects === null) throw badImportProbe(module, 'its answer is not among what was written');
    demand(subject, effects.length === 0, `does something when it is imported: ${effects.join('; ')}`);
  },
};

/** What holds of plugins of every kind. */
export const pluginChecks: readonly Check<Tested, PluginCheckName>[] = [options, imported];
