import {
  type CodedColumn,
  columnOf,
  createContext,
  createRandom,
  createTable,
  fit,
  type Table,
  type TextColumn,
} from '@verisim/core';
import { rules } from '../../generator-rules/src/index.ts';
import { type Judge, judgeProbabilities, readTexts, trainJudge } from '../src/ngram/judge.ts';

/** Whether a row is kept, by what a judge trained on the real rows alone finds of its label and of the likeliest other. */
export type Screen = (own: number, other: number) => boolean;

/** Screens that were compared, by cross-validation inside the training rows. */
export const screens: Readonly<Record<string, Screen>> = {
  all: () => true,
  agreed: (own, other) => own > other,
  credible: (own) => own >= 0.2,
};

const BLOCK = 1024;
const BLOCKS = 20;

/**
 * Distinct rows of a file of rules, none of which is a real row but for case and white space.
 *
 * @param wanted rows of each label, by its place among the levels of `train`
 */
export async function grammarRows(
  text: string,
  train: Table,
  wanted: Int32Array,
  run: number,
  screen: Screen,
): Promise<Table> {
  const { codes, levels } = columnOf(train, 'label') as CodedColumn;
  const real = (columnOf(train, 'text') as TextColumn).values.map(String);
  const judge = trainJudge(real, codes as Int32Array, levels.length, createRandom(`judge of rules ${run}`));
  const model = await fit(rules, null, { rules: text, file: 'tickets' }, createContext({ seed: run }));
  const taken = new Set(real.map(plain));
  const lacking = wanted.slice();
  const [texts, labels]: [string[], number[]] = [[], []];
  for (let block = 0; block < BLOCKS && lacking.some((rows) => rows > 0); block++) {
    const drawn = await model.sample({ block, rows: BLOCK }, createContext({ seed: `rules ${run}` }));
    const values = (columnOf(drawn, 'text') as TextColumn).values.map(String);
    const own = columnOf(drawn, 'label') as CodedColumn;
    const passes = screened(judge, values, screen);
    for (const [row, value] of values.entries()) {
      const label = levels.indexOf(own.levels[own.codes[row]]);
      if (label < 0 || lacking[label] <= 0 || taken.has(plain(value)) || !passes(row, label)) continue;
      taken.add(plain(value));
      lacking[label]--;
      texts.push(value);
      labels.push(label);
    }
  }
  const short = lacking.findIndex((rows) => rows > 0);
  if (short >= 0 && !process.env.SHORT)
    throw new Error(`the rules give ${lacking[short]} rows too few of ${levels[short]}`);
  return createTable(train.spec.columns, [
    { storage: 'text', values: texts },
    { storage: 'coded', codes: Int32Array.from(labels), levels },
  ]);
}

const plain = (text: string): string => text.toLowerCase().split(/\s+/).join(' ').trim();

/** The mean of the five classifiers is asked: none of them has seen these texts. */
function screened(judge: Judge | null, texts: readonly string[], screen: Screen) {
  if (judge === null) return () => true;
  const rows = readTexts(judge, texts);
  return (row: number, label: number): boolean => {
    const found = judge.classifiers.map((_, fold) => judgeProbabilities(judge, rows, row, judge.folds.indexOf(fold)));
    const mean = Array.from(found[0], (_, k) => found.reduce((sum, one) => sum + one[k], 0) / found.length);
    return screen(mean[label], Math.max(...mean.filter((_, k) => k !== label)));
  };
}
