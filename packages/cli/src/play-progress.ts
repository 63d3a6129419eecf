import type { CoverageGapPlan } from '@verisim/plays';
import type { Terminal } from './terminal.ts';

/** How far a play is as a whole, so that the time left is that of the play. */
export interface PlayProgress {
  stage(name: string): void;
  progress(progress: { readonly done: number; readonly total?: number }): void;
}

/** Counts in models trained: what takes the time. `units` are those of the sweep. */
export function playProgress(plan: CoverageGapPlan, units: number, terminal: Terminal): PlayProgress {
  const folds = plan.folds * plan.seeds;
  const parts: readonly (readonly [string, number])[] = [
    ['control', folds],
    ['batch', 1],
    ['fidelity', folds / 2],
    ['tstr', folds],
    ['sweep', units],
    ['release', 1],
    ['traps', folds / 2],
    ['judge', 6 * plan.seeds],
  ];
  const total = parts.reduce((sum, [, weight]) => sum + weight, 0);
  let before = 0;
  let weight = 0;
  return {
    stage(name) {
      const at = parts.findIndex(([part]) => part === name);
      if (at < 0) return;
      before = parts.slice(0, at).reduce((sum, [, own]) => sum + own, 0);
      weight = parts[at][1];
      terminal.progress('the play', before, total);
    },
    progress({ done, total: all }) {
      if (all) terminal.progress('the play', before + (weight * Math.min(done, all)) / all, total);
    },
  };
}
