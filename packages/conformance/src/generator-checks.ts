import { cellChecks } from './cell-checks.ts';
import { copyChecks } from './copy-checks.ts';
import { brokenContract } from './errors.ts';
import { fitPartsChecks } from './fit-parts-checks.ts';
import { gated } from './gated.ts';
import { abortChecks } from './generator-abort-checks.ts';
import { ambientChecks } from './generator-ambient-checks.ts';
import { awkwardChecks } from './generator-awkward-checks.ts';
import type { GeneratorCheck, GeneratorCheckName } from './generator-check.ts';
import { determinismChecks } from './generator-determinism-checks.ts';
import { generatorPluginChecks } from './generator-plugin-checks.ts';
import { reportChecks } from './generator-report-checks.ts';
import { fitAndDraw, type GeneratorSubject } from './generator-subject.ts';
import { generatorTableChecks } from './generator-table-checks.ts';
import { marginChecks } from './margin-checks.ts';
import { schemaChecks } from './schema-checks.ts';
import { sourceChecks } from './source-checks.ts';
import { stateChecks } from './state-checks.ts';
import { whereChecks } from './where-checks.ts';

/** Fails where nothing else can be asked. */
const fits: GeneratorCheck = {
  name: 'fits',
  title: 'fits an ordinary source and samples',
  async run(subject) {
    try {
      await fitAndDraw(subject);
    } catch (error) {
      throw brokenContract(subject.plugin, `fails on an ordinary source: ${(error as Error)?.message ?? error}`, error);
    }
  },
};

/** Everything that the kit asks of a generator, plain data, in the order in which it is worth reading. */
export const generatorChecks: readonly GeneratorCheck[] = [
  ...generatorPluginChecks,
  ...gated<GeneratorSubject, GeneratorCheckName>(fits, [
    ...schemaChecks,
    ...cellChecks,
    ...sourceChecks,
    ...determinismChecks,
    ...fitPartsChecks,
    ...stateChecks,
    ...abortChecks,
    ...ambientChecks,
    ...reportChecks,
    ...awkwardChecks,
    ...generatorTableChecks,
    ...whereChecks,
    ...copyChecks,
    ...marginChecks,
  ]),
];
