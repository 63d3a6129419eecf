import type { Generator, Json, ModelState, TableSpec } from '@verisim/core';
import { predicateMissing } from '../errors.ts';
import { loadIds, modelState, type StateArrays, saveIds } from '../model-state.ts';
import { type HeldModel, rangeRules, stepOf } from './held-model.ts';
import type { KeyColumn } from './key-column.ts';
import { type Predicate, rulesOf } from './rule.ts';
import type { StepState } from './step.ts';

interface HeldState {
  readonly schema: TableSpec;
  readonly predicates: readonly string[];
  readonly steps: readonly StepState[];
  readonly keys: readonly Omit<KeyColumn, 'taken'>[];
  readonly ids: Json;
}

const PREFIX = 'held.';

/** Whether a model was saved by `holdConstraints` and holds something. */
export function isHeldState({ json }: ModelState): boolean {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, 'held');
}

/** The model inside with its arrays as they are, and beside them what holds the constraints. Predicates are saved by name. */
export async function saveHeld(model: HeldModel): Promise<ModelState> {
  const { generator, version, json, arrays } = await model.inner.save();
  const own: StateArrays = {};
  const ids = saveIds(model.ids, own);
  const keys = model.keys.map(({ taken, ...key }, i) => {
    own[`key${i}`] = taken;
    return key;
  });
  const { schema, predicates } = model;
  const held: HeldState = { schema, predicates, steps: model.steps.map(({ state }) => state), keys, ids };
  const named = Object.entries(own).map(([name, array]) => [PREFIX + name, array] as const);
  return modelState(generator, version, { held, model: json }, { ...arrays, ...Object.fromEntries(named) });
}

/** The model of {@link saveHeld}. Throws `generator-tabular/predicate-missing` and what the generator's own `load` throws. */
export async function loadHeld<O>(
  generator: Generator<O, 'data'>,
  predicates: Readonly<Record<string, Predicate>>,
  state: ModelState,
): Promise<HeldModel> {
  const { held, model: json } = state.json as unknown as { held: HeldState; model: Json };
  const lacking = held.predicates.filter((name) => !Object.hasOwn(predicates, name));
  if (lacking.length > 0) throw predicateMissing(generator.name, lacking);
  const entries = Object.entries(state.arrays);
  const theirs = Object.fromEntries(entries.filter(([name]) => !name.startsWith(PREFIX)));
  const own = Object.fromEntries(
    entries.filter(([name]) => name.startsWith(PREFIX)).map(([name, array]) => [name.slice(PREFIX.length), array]),
  );
  const inner = await generator.load({ ...state, json, arrays: theirs });
  const steps = held.steps.map((step) => stepOf(step, held.schema));
  return {
    generator,
    inner,
    schema: held.schema,
    rules: [...rulesOf(held.schema, predicates), ...rangeRules(steps)],
    predicates: held.predicates,
    steps,
    keys: held.keys.map((key, i) => ({ ...key, taken: own[`key${i}`] as Float64Array })),
    ids: loadIds(held.ids, own),
  };
}
