/** What a reader of a lift or an evaluation could take for tested, and was not. */
export const NOT_TESTED: readonly string[] = [
  'Another sample of real training rows: intervals cover holdout rows and training seeds.',
  'Another learner: a stronger one may gain less, or differently, from the same rows.',
  'Privacy: exact copies are counted, and no attack was run; verisim privacy runs them on the same files.',
];
