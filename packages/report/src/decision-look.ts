import type { Decision } from '@verisim/core';
import type { Ink } from './paint.ts';

/** How a decision is told: never by colour alone. */
export interface DecisionLook {
  readonly words: string;
  /** One terminal column wide. */
  readonly sign: string;
  readonly ink: Ink;
  /** The CSS class that carries its colours. */
  readonly tone: 'good' | 'bad' | 'calm' | 'open';
  /** The icon's strokes on a 24 x 24 grid. */
  readonly path: string;
}

/** The four decisions. */
export const decisionLooks: Readonly<Record<Decision, DecisionLook>> = {
  use: { words: 'Use', sign: '✓', ink: 'green', tone: 'good', path: 'M6.5 12.5l3.8 3.8 7.4-8.4' },
  'do not use': { words: 'Do not use', sign: '✗', ink: 'red', tone: 'bad', path: 'M7.5 7.5l9 9M16.5 7.5l-9 9' },
  'real data suffices': {
    words: 'Real data suffices',
    sign: '=',
    ink: 'blue',
    tone: 'calm',
    path: 'M7 9.75h10M7 14.25h10',
  },
  'cannot tell': {
    words: 'Cannot tell',
    sign: '?',
    ink: 'yellow',
    tone: 'open',
    path: 'M9 9.4a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.1-1.5 2.2M12 17.2v.1',
  },
};
