import { type Column, createContext, sample, type Table } from '@verisim/core';
import { demand } from './demand.ts';
import { line } from './fixtures.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { fitSubject, type GeneratorSubject, sourceFrom } from './generator-subject.ts';
import { isEmpty } from './with-texts.ts';

const SAMPLED = 1000;

const range: GeneratorCheck = {
  name: 'range',
  title: 'a model samples within the range and the levels of each column',
  async run(subject) {
    await judge(subject, (name, real, sampled) => {
      if (real.storage === 'numeric' && sampled.storage === 'numeric') {
        const [low, high] = [Math.min(...real.values), Math.max(...real.values)];
        const out = sampled.values.find((value) => Number.isFinite(value) && (value < low || value > high));
        demand(subject, out === undefined, `samples ${out} in "${name}", which lies between ${low} and ${high}`);
      }
      if (real.storage === 'coded' && sampled.storage === 'coded') {
        const strange = [...new Set(sampled.codes)]
          .map((code) => sampled.levels[code])
          .find((level) => level !== undefined && !real.levels.includes(level));
        demand(subject, strange === undefined, `samples the level "${strange}" in "${name}", which does not have it`);
      }
    });
  },
};

const coverage: GeneratorCheck = {
  name: 'coverage',
  title: 'a model samples every common level and both halves of each range',
  async run(subject) {
    await judge(subject, (name, real, sampled) => {
      if (real.storage === 'numeric' && sampled.storage === 'numeric') {
        const median = real.values.slice().sort()[real.values.length >> 1];
        const below = sampled.values.filter((value) => value < median).length / sampled.values.length;
        const share = below.toFixed(2);
        demand(
          subject,
          below >= 0.1 && below <= 0.9,
          `samples ${share} of "${name}" below the median of its source, far from half`,
        );
      }
      if (real.storage === 'coded' && sampled.storage === 'coded') {
        const seen = new Set(Array.from(sampled.codes, (code) => sampled.levels[code]));
        const lost = commonLevels(real.codes, real.levels).find((level) => !seen.has(level));
        demand(subject, lost === undefined, `never samples the common level "${lost}" of "${name}"`);
      }
    });
  },
};

/** Levels on at least a tenth of the rows. */
function commonLevels(codes: Int32Array, levels: readonly string[]): readonly string[] {
  return levels.filter((_, level) => codes.filter((code) => code === level).length >= codes.length / 10);
}

/** Compares each column of `y = 3x + 1` with 1,000 sampled rows of a model that is fitted to it. */
async function judge(
  subject: GeneratorSubject,
  compare: (name: string, real: Column, sampled: Column) => void,
): Promise<void> {
  const { plugin: generator } = subject;
  if (generator.family !== 'model' || generator.needs !== 'data') return;
  const source = sourceFrom(subject, line()) as Table;
  const model = await fitSubject(subject, source);
  const { table } = await sample(generator, model, { rows: SAMPLED }, createContext({ seed: 'margins' }));
  for (const [i, spec] of source.spec.columns.entries()) {
    if (!(subject.texts && isEmpty(table.columns[i]))) compare(spec.name, source.columns[i], table.columns[i]);
  }
}

/** Whether a model's columns look like its source's at all; how well is an evaluator's question. */
export const marginChecks: readonly GeneratorCheck[] = [range, coverage];
