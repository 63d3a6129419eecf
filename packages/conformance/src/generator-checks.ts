import { abortChecks } from './abort-checks.ts';
import { ambientChecks } from './ambient-checks.ts';
import { awkwardChecks } from './awkward-checks.ts';
import { cellChecks } from './cell-checks.ts';
import { copyChecks } from './copy-checks.ts';
import { determinismChecks } from './determinism-checks.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { marginChecks } from './margin-checks.ts';
import { pluginChecks } from './plugin-checks.ts';
import { reportChecks } from './report-checks.ts';
import { schemaChecks } from './schema-checks.ts';
import { sourceChecks } from './source-checks.ts';
import { stateChecks } from './state-checks.ts';
import { whereChecks } from './where-checks.ts';

/** Everything that the kit asks of a generator, plain data, in the order in which it is worth reading. */
export const generatorChecks: readonly GeneratorCheck[] = [
  ...pluginChecks,
  ...schemaChecks,
  ...cellChecks,
  ...sourceChecks,
  ...determinismChecks,
  ...stateChecks,
  ...abortChecks,
  ...ambientChecks,
  ...reportChecks,
  ...awkwardChecks,
  ...whereChecks,
  ...copyChecks,
  ...marginChecks,
];
