import type { Drift } from './monitor-drift.ts';

/** What to build on after a drift, in a sentence; `null` when nothing moved. */
export function driftAdvice({ drift, measures }: Drift): string | null {
  if (!drift) return null;
  const moved = (check: string) => measures.some((measure) => measure.check === check && measure.drift);
  if (moved('concept')) return 'The old labels mislead by now: build on the new rows alone, or label old rows anew.';
  if (moved('new levels'))
    return 'Old rows know nothing of the new levels: see that they mean something new, then put old and new rows together.';
  return 'The target was not seen to depend on the rest otherwise than before: old and new rows can be put together.';
}

/** The files of a comparison as a user named them. */
export interface MonitoredFiles {
  readonly now: string;
  readonly synthetic?: string;
}

/** What to make again after a drift, as commands in their order; empty when nothing moved. */
export function makeAgain(found: Drift, { now, synthetic }: MonitoredFiles): readonly string[] {
  const outdated = found.synthetic?.state === 'farther';
  if (!found.drift && !outdated) return [];
  const file = quoted(now);
  const target = found.target === null ? '' : ` --target ${quoted(found.target)}`;
  const commands = [`verisim lock ${file}${target}`];
  if (found.target !== null) commands.push(`verisim baseline ${file}${target}`);
  if (synthetic !== undefined) {
    commands.push(`verisim generate TRAINING${target} -o ${quoted(synthetic)}`);
    commands.push(`verisim review ${quoted(synthetic)} --real TRAINING${target} --by NAME`);
    if (found.target !== null)
      commands.push(`verisim lift --real TRAINING --synthetic ${quoted(synthetic)} --holdout locked${target}`);
  }
  return commands;
}

function quoted(text: string): string {
  return /^[\w./,+-]+$/.test(text) ? text : JSON.stringify(text);
}
