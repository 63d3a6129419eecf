import { optionNames } from '@verisim/core';
import { bootstrapJitter, copula, marginals, smote, trees } from '../src/index.ts';

/** Something to be judged: a generator with options, or real rows as a control. */
export interface Subject {
  /** Unique, as it stands in the table. */
  readonly name: string;
  /** One of {@link generators}, `test` (real test rows) or `bootstrap` (training rows drawn again). */
  readonly source: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** One of several settings of a generator, for the frontier. */
  readonly setting?: boolean;
}

export const generators = {
  marginals,
  copula,
  trees,
  smote,
  'bootstrap-jitter': bootstrapJitter,
} as const;

const subject = (name: string, options: Subject['options'] = {}): Subject => ({ name, source: name, options });

function treeSetting(options: Subject['options']): Subject {
  const named = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return { name: `trees ${named.join(' ')}`, source: 'trees', options, setting: true };
}

const presets = optionNames(trees).includes('privacy') ? [{ privacy: 'high' }] : [];

/** Controls, then every generator simplest first, then further settings of trees. */
export const subjects: readonly Subject[] = [
  { name: 'real test rows', source: 'test', options: {} },
  { name: 'bootstrap of train', source: 'bootstrap', options: {} },
  subject('marginals'),
  subject('copula'),
  subject('trees'),
  ...presets.map((options) => ({ ...treeSetting(options), setting: false })),
  subject('smote'),
  subject('bootstrap-jitter'),
  ...[
    { minLeaf: 5, significance: 0 },
    { minLeaf: 5 },
    { minLeaf: 50 },
    { minLeaf: 100 },
    { significance: 3 },
    { significance: 5 },
    { minLeaf: 100, significance: 8 },
  ].map(treeSetting),
];
