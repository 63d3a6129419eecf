import type { Generator, Model } from '@verisim/core';
import { drawHeld } from './draw-held.ts';
import { fitHeld } from './fit-held.ts';
import type { HeldModel } from './held-model.ts';
import { isHeldState, loadHeld, saveHeld } from './held-state.ts';
import type { Predicate } from './rule.ts';

/** Rules that JSON cannot say. */
export interface LiveRules {
  /** By the name that messages call it. */
  readonly predicates?: Readonly<Record<string, Predicate>>;
}

/**
 * The same generator, whose rows meet the constraints of the training table's schema, and the predicates given here: by construction where
 * possible, else mended or drawn again. Without either it is the generator itself. It learns from the rows that hold.
 *
 * Notes `constraints` (which rule is held how, and training rows that break one) and `constraints-block-N` (rows mended and rows drawn again).
 * `fit` throws `generator-tabular/constraint-unusable`, `generator-tabular/no-row-holds` and what conditions throw; `sample`
 * `generator-tabular/constraints-exclude`, `core/contradiction` and, where no condition allows fewer rows,
 * `generator-tabular/constraints-unmet`; `load` `generator-tabular/predicate-missing`.
 */
export function holdConstraints<O>(generator: Generator<O, 'data'>, live: LiveRules = {}): Generator<O, 'data'> {
  const predicates = live.predicates ?? {};
  const named = Object.keys(predicates).length > 0;
  return {
    ...generator,
    fit(data, options, ctx) {
      const declared = (data.spec.constraints ?? []).length > 0;
      if (data.rows === 0 || !(declared || named)) return generator.fit(data, options, ctx);
      return fitHeld(generator, predicates, data, options, ctx).then(asModel);
    },
    load(state) {
      return isHeldState(state) ? loadHeld(generator, predicates, state).then(asModel) : generator.load(state);
    },
  };
}

function asModel(model: HeldModel): Model {
  return {
    schema: model.schema,
    sample: (request, ctx) => drawHeld(model, request, ctx),
    save: () => saveHeld(model),
  };
}
