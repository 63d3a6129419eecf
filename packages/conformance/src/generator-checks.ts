import { cellChecks } from './cell-checks.ts';
import { copyChecks } from './copy-checks.ts';
import { abortChecks } from './generator-abort-checks.ts';
import { ambientChecks } from './generator-ambient-checks.ts';
import { awkwardChecks } from './generator-awkward-checks.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { determinismChecks } from './generator-determinism-checks.ts';
import { generatorPluginChecks } from './generator-plugin-checks.ts';
import { reportChecks } from './generator-report-checks.ts';
import { generatorTableChecks } from './generator-table-checks.ts';
import { marginChecks } from './margin-checks.ts';
import { schemaChecks } from './schema-checks.ts';
import { sourceChecks } from './source-checks.ts';
import { stateChecks } from './state-checks.ts';
import { whereChecks } from './where-checks.ts';

/** Everything that the kit asks of a generator, plain data, in the order in which it is worth reading. */
export const generatorChecks: readonly GeneratorCheck[] = [
  ...generatorPluginChecks,
  ...schemaChecks,
  ...cellChecks,
  ...sourceChecks,
  ...determinismChecks,
  ...stateChecks,
  ...abortChecks,
  ...ambientChecks,
  ...reportChecks,
  ...awkwardChecks,
  ...generatorTableChecks,
  ...whereChecks,
  ...copyChecks,
  ...marginChecks,
];
