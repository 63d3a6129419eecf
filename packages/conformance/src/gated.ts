import type { Check } from './check.ts';
import { settle } from './settle.ts';

/**
 * A check and those that mean nothing where it fails: they pass over such a plugin, so that a plugin that cannot do its work at all
 * fails once and not in every check.
 */
export function gated<S extends object, N extends string>(
  gate: Check<S, N>,
  checks: readonly Check<S, N>[],
): readonly Check<S, N>[] {
  const outcomes = new WeakMap<S, Promise<boolean>>();
  const open = (subject: S): Promise<boolean> => {
    const known = outcomes.get(subject) ?? settle(() => gate.run(subject)).then((outcome) => outcome === 'resolved');
    outcomes.set(subject, known);
    return known;
  };
  const behind = checks.map(
    (check): Check<S, N> => ({
      name: check.name,
      title: check.title,
      async run(subject) {
        if (await open(subject)) await check.run(subject);
      },
    }),
  );
  return [gate, ...behind];
}
