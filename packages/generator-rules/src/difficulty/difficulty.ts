/** From easiest to hardest; what was made to mislead is a band of its own, at the end. */
export const DIFFICULTIES = ['easy', 'medium', 'hard', 'adversarial'] as const;
export type Difficulty = (typeof DIFFICULTIES)[number];

/** A row is easy while less than this share of it is touched, and hard from the second share on. */
const MEDIUM = 0.05;
const HARD = 0.2;

/**
 * How hard a changed row should be, by what was done: the share of it that was touched, in [0, 1] (characters of a text, standard deviations of a number, 1 for a cell taken away), and
 * whether the change may have changed the label, which is never easy. A convention, the same for all data: `checkDifficulty` tells whether a model finds it so.
 */
export function difficultyOf(touched: number, labelMayChange: boolean): Exclude<Difficulty, 'adversarial'> {
  if (touched >= HARD) return 'hard';
  return touched >= MEDIUM || labelMayChange ? 'medium' : 'easy';
}
