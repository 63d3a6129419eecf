export type { CheckName, GeneratorCheck } from './generator-check.ts';
export { generatorChecks } from './generator-checks.ts';
export type { Subject } from './subject.ts';
export { type GeneratorSetup, type TestFunction, testGenerator } from './test-generator.ts';
