/** What a rung must reach. Every limit is relative to what real rows reach in the same place. */
export interface ChoiceTerms {
  /** Most rows that the choice looks at, both parts together. */
  readonly rows: number;
  /** An error of shapes or trends is at most so many times that between two real halves ... */
  readonly errorFactor: number;
  /** ... and this, in [0, 1]. */
  readonly errorSlack: number;
  /** A detector's ROC AUC is at most this above the one that it reaches on real against real rows. */
  readonly detectorMargin: number;
  /** A model trained on synthetic rows loses at most this share of the real model's skill above chance ... */
  readonly skillShare: number;
  /** ... and this, in units of the metric. */
  readonly skillSlack: number;
  /** Bootstrap resamples of the validation rows for an interval. */
  readonly resamples: number;
}

/**
 * The terms by default. A generator that knew the real distribution would err as two real halves do; one that was fitted to a half
 * errs once for that half and once for its own draw, a factor of 1.22 by chance alone, and 1.5 and half a point leave it room. A
 * detector AUC of .6 is a C2ST score of .8, near the best that generators trained for hours reach on census data. A loss
 * of 5 % of the skill and .01 is what lies between one learner and the next.
 */
export const choiceTerms: ChoiceTerms = {
  rows: 20_000,
  errorFactor: 1.5,
  errorSlack: 0.005,
  detectorMargin: 0.1,
  skillShare: 0.05,
  skillSlack: 0.01,
  resamples: 200,
};
