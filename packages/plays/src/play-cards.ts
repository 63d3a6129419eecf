/** What a play is, before it is run. */
export interface PlayCard {
  readonly name: string;
  /** When to reach for it. */
  readonly trigger: string;
  /** Who answers for it. */
  readonly owner: string;
  /** What must be true before it starts. */
  readonly before: readonly string[];
  readonly stages: readonly string[];
  /** What it ends in. */
  readonly verdict: string;
  /** How it is run. */
  readonly command: string;
}

const LOCK = 'a locked holdout (verisim lock)';
const BASELINE = 'a finished baseline with error analysis on this data (verisim baseline)';

/** The plays, in the order in which a team meets them. A team needs two or three; baseline always comes first. */
export const playCards: readonly PlayCard[] = [
  {
    name: 'baseline',
    trigger: 'There are real labelled rows, and nobody has measured how far they go alone.',
    owner: 'ML lead',
    before: [LOCK],
    stages: [
      'cross-validate real rows alone',
      'score every slice',
      'power: the smallest lift that the holdout can show',
    ],
    verdict: 'met, missed or unclear, held against the requirement',
    command: 'verisim baseline',
  },
  {
    name: 'coverage-gap',
    trigger: 'The baseline fails on rows that are too few: a rare class, a rare slice, an intersection.',
    owner: 'engineer; the ML lead signs the ratio',
    before: [LOCK, BASELINE, 'a plan: the gap in one sentence, a metric, a threshold'],
    stages: [
      'name the gap',
      'train the control',
      'look at a small batch',
      'check fidelity',
      'train on synthetic, test on real',
      'sweep the ratio',
      'fill the gap',
      'look for traps',
      'judge the lift on the holdout, opened once',
    ],
    verdict: 'use, do not use, real data suffices, or cannot tell',
    command: 'verisim play coverage-gap',
  },
  {
    name: 'sweep',
    trigger: 'The generator, the task or the data changed, so the ratio that was best may not be any more.',
    owner: 'ML lead',
    before: [LOCK],
    stages: [
      'try each ratio in the same folds and seeds',
      'beside class weights, threshold, placebo and SMOTE',
      'choose',
    ],
    verdict: 'the peak with its interval, or stop: more synthetic rows do not help',
    command: 'verisim sweep',
  },
  {
    name: 'cold-start',
    trigger: 'There are no real rows yet, and something has to run.',
    owner: 'engineer',
    before: ['no real rows', 'rules, a simulation or a language model that can write rows', 'an expiry date'],
    stages: ['make rows', 'train a disposable model', 'review every fortnight', 'replace by real rows as they come'],
    verdict: 'ends when real rows carry the model alone',
    command: 'verisim play cold-start rules.yaml',
  },
  {
    name: 'distill',
    trigger: 'A stronger model answers well and is too slow, too dear or not yours to ship.',
    owner: 'engineer; a named person confirms the licence',
    before: [LOCK, BASELINE, "the licence of the teacher's outputs, confirmed by name"],
    stages: [
      'ask the teacher several times',
      'keep what it agrees on',
      'measure its errors on real rows',
      'train the student',
    ],
    verdict: 'student against teacher on real test rows',
    command: 'verisim play distill',
  },
  {
    name: 'privacy',
    trigger: 'The real rows may not leave where they are, and somebody else needs rows.',
    owner: 'ML lead, with whoever answers for the data',
    before: [LOCK, 'the requirement: which facts about whom must stay out of reach'],
    stages: ['state the requirement', 'generate', 'attack', 'document for audit', 'only then train'],
    verdict: 'leak: do not release; or no leak seen, with what would have been seen',
    command: 'verisim play privacy',
  },
  {
    name: 'monitor',
    trigger: 'A run is in use and new real rows have come.',
    owner: 'engineer',
    before: ['a finished run', 'new real rows'],
    stages: ['compare each column', 'compare them together', 'compare the synthetic set', 'say what to make anew'],
    verdict: 'drift or none, with effect sizes',
    command: 'verisim monitor',
  },
];
