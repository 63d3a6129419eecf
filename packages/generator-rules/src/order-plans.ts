import { circularRule, unknownName } from './errors.ts';
import { placeOf, type Spot } from './rules/source.ts';

/** Something that fills columns and needs others. */
export interface Step {
  readonly names: readonly string[];
  readonly uses: readonly string[];
  readonly spot: Spot;
}

/** Steps in an order in which each comes after what it uses, otherwise as they were written. Throws `generator-rules/circular-rule`, `generator-rules/unknown-name`. */
export function inOrder<T extends Step>(steps: readonly T[]): readonly T[] {
  const byName = new Map(steps.flatMap((step) => step.names.map((name) => [name, step] as const)));
  const done = new Set<T>();
  const ordered: T[] = [];
  const visit = (step: T, path: readonly T[]): void => {
    if (done.has(step)) return;
    if (path.includes(step))
      throw circularRule(
        placeOf(step.spot),
        [...path.slice(path.indexOf(step)), step].map(({ names }) => names[0]),
        'Let one of these columns do without the next: which comes first must be clear.',
      );
    for (const name of step.uses) {
      const next = byName.get(name);
      if (next === undefined) throw unknownName(placeOf(step.spot), 'column', name, [...byName.keys()]);
      visit(next, [...path, step]);
    }
    done.add(step);
    ordered.push(step);
  };
  for (const step of steps) visit(step, []);
  return ordered;
}
