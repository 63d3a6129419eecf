import { type CodedColumn, cellOf, columnOf, type Table } from '@verisim/core';
import { badSuite } from '../errors.ts';

/** How hard a case is meant to be. */
export type Difficulty = 'easy' | 'medium' | 'hard' | 'adversarial';

/** The four, easiest first. */
export const difficulties: readonly Difficulty[] = ['easy', 'medium', 'hard', 'adversarial'];

/** What is known of a synthetic evaluation suite, `manifest.json` in its folder. */
export interface SuiteManifest {
  readonly suite: 1;
  readonly name: string;
  /** What it asks, in a sentence. */
  readonly about: string;
  /** Names of the models, generators or people who wrote, labelled or chose the cases. */
  readonly madeBy: readonly string[];
  /** The column with the right answer. */
  readonly target: string;
  /** The column that says how hard a case is. */
  readonly difficulty: string;
  readonly rows: number;
  /** Cases per difficulty. */
  readonly cases: Readonly<Record<Difficulty, number>>;
  /** SHA-256 of `cases.parquet`. */
  readonly casesHash: string;
  /** ISO date. */
  readonly added: string;
}

/** A difficulty per case. Throws `plays/bad-suite` for one that is none of the four. */
export function difficultiesOf(cases: Table, column: string): readonly Difficulty[] {
  const cells = columnOf(cases, column);
  return Array.from({ length: cases.rows }, (_, row) => {
    const text = String(cellOf(cells, row) ?? '')
      .trim()
      .toLowerCase();
    const known = difficulties.find((difficulty) => difficulty === text);
    if (known === undefined)
      throw badSuite(
        `Row ${row + 1} of the suite is "${text}" in the column "${column}", which is no difficulty.`,
        `Mark every case as one of ${difficulties.join(', ')}, or all of them at once with --as.`,
      );
    return known;
  });
}

/** The right answers as text. Throws `plays/bad-suite` where one is missing. */
export function expectedAnswers(cases: Table, target: string): readonly string[] {
  const cells = columnOf(cases, target);
  return Array.from({ length: cases.rows }, (_, row) => {
    const cell = cellOf(cells, row);
    if (cell === null)
      throw badSuite(`Row ${row + 1} of the suite has no "${target}".`, 'Every case needs its right answer.');
    return String(cell);
  });
}

/** Cases per difficulty. */
export function countDifficulties(of: readonly Difficulty[]): SuiteManifest['cases'] {
  const counts = { easy: 0, medium: 0, hard: 0, adversarial: 0 };
  for (const difficulty of of) counts[difficulty]++;
  return counts;
}

/** The levels of a coded column that occur. */
export function occurringLevels({ codes, levels }: CodedColumn): ReadonlySet<string> {
  return new Set([...new Set(codes)].filter((code) => code >= 0).map((code) => levels[code]));
}
