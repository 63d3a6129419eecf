import { type VerisimError, verisimError } from '@verisim/core';

/** `validator-text/bad-embeddings`: vectors that do not belong to the texts. */
export const badEmbeddings = (what: string): VerisimError =>
  verisimError(
    'validator-text/bad-embeddings',
    `The embeddings cannot be compared: ${what}.`,
    'Let embed give one vector of finite numbers for each text, in order and all equally long; or leave it out to compare by words.',
  );

/** `validator-text/bad-ranking`: a ranking that is none. */
export const badRanking = (prompt: number, what: string): VerisimError =>
  verisimError(
    'validator-text/bad-ranking',
    `The ranking of prompt ${prompt + 1} cannot be read: ${what}.`,
    'Give each candidate one rank, a finite number, 1 the best; equal ranks are a tie.',
    { kind: 'usage' },
  );
