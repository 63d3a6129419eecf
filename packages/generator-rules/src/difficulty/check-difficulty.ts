import type { Json } from '@verisim/core';
import { wilsonInterval } from '@verisim/statistics';
import { cannotCompare } from '../errors.ts';
import { DIFFICULTIES, type Difficulty } from './difficulty.ts';
import { trendOf } from './trend.ts';

const SIGNIFICANT = 0.05;

/** How often a model is wrong on rows of one difficulty. */
export interface BandError {
  readonly difficulty: Difficulty;
  readonly rows: number;
  readonly wrong: number;
  /** wrong / rows, and its 95 % interval (Wilson). */
  readonly error: number;
  readonly low: number;
  readonly high: number;
}

/** Whether a model finds hard what was tagged hard. */
export interface DifficultyCheck {
  /** Bands that hold rows, easiest first. */
  readonly bands: readonly BandError[];
  /** Kendall's tau-b between difficulty and error, in [-1, 1], and its 95 % interval; `null` where one of the two does not vary. */
  readonly tau: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, of the Cochran-Armitage test for a trend over the bands; `null` as above. */
  readonly trend: number | null;
  /**
   * `agrees`: harder rows are wrong more often (the interval lies above 0); `disagrees`: less often (below 0); `cannot tell`: neither, or the trend is not significant at 5 %,
   * which sees through an interval that comes of a band with next to no rows.
   */
  readonly verdict: 'agrees' | 'disagrees' | 'cannot tell';
  /** Pairs of neighbouring bands whose errors are in the wrong order with intervals apart: what to look at first. */
  readonly reversed: readonly (readonly [easier: Difficulty, harder: Difficulty])[];
}

/**
 * Holds difficulty tags against a model's observed errors on the same rows: `wrong[i]` is 1 where the model was wrong. Rows without a difficulty are left out; rows whose label may
 * have changed should be, for there the model may be right and the label wrong. Throws `generator-rules/cannot-compare`.
 */
export function checkDifficulty(
  difficulty: readonly (string | null)[],
  wrong: ArrayLike<number | boolean>,
): DifficultyCheck {
  if (difficulty.length !== wrong.length)
    throw cannotCompare(`there are ${difficulty.length} difficulties and ${wrong.length} errors`);
  const counts = DIFFICULTIES.map(() => ({ rows: 0, wrong: 0 }));
  difficulty.forEach((band, row) => {
    if (band === null) return;
    const at = DIFFICULTIES.indexOf(band as Difficulty);
    if (at < 0) throw cannotCompare(`row ${row + 1} has the difficulty ${JSON.stringify(band)}`);
    const is = Number(wrong[row]);
    if (is !== 0 && is !== 1) throw cannotCompare(`row ${row + 1} has the error ${JSON.stringify(wrong[row] as Json)}`);
    counts[at].rows++;
    counts[at].wrong += is;
  });
  const bands = counts.flatMap(({ rows, wrong: count }, at): readonly BandError[] => {
    if (rows === 0) return [];
    const error = count / rows;
    return [{ difficulty: DIFFICULTIES[at], rows, wrong: count, error, ...wilsonInterval(error, rows) }];
  });
  const found = trendOf(bands.map(({ rows, wrong: count }) => [rows - count, count] as const));
  return {
    bands,
    ...(found ?? { tau: null, low: null, high: null, trend: null }),
    verdict: verdictOf(found),
    reversed: reversedIn(bands),
  };
}

function verdictOf(found: ReturnType<typeof trendOf>): DifficultyCheck['verdict'] {
  if (found === null || (found.low <= 0 && found.high >= 0) || found.trend > SIGNIFICANT) return 'cannot tell';
  return found.low > 0 ? 'agrees' : 'disagrees';
}

function reversedIn(bands: readonly BandError[]): readonly (readonly [Difficulty, Difficulty])[] {
  return bands
    .slice(1)
    .flatMap((harder, i) => (harder.high < bands[i].low ? [[bands[i].difficulty, harder.difficulty] as const] : []));
}
