import { badDoubleOption } from '../errors.ts';
import { DOUBLE_MODELS, type DoubleModel } from './double-model.ts';
import type { FaultRule } from './fault-plan.ts';
import type { DoubleLimits } from './rate-limits.ts';
import type { ToyBehaviour } from './toy-model.ts';

/** How a double is started. Everything has a default. */
export interface OpenAiDoubleOptions {
  /** The one key it takes, as `Authorization: Bearer KEY`; `test-key` when left out. */
  readonly apiKey?: string;
  /** The models it serves and their prices, in place of {@link DOUBLE_MODELS}. */
  readonly models?: Readonly<Record<string, DoubleModel>>;
  readonly toy?: ToyBehaviour;
  readonly faults?: readonly FaultRule[];
  /** Of the toy model and of the faults' chances; 1 when left out. */
  readonly seed?: number | string;
  /** How long an answer of a model takes; 0 when left out. */
  readonly latencyMs?: number;
  readonly limits?: DoubleLimits;
  /** Whether the log keeps the JSON bodies of requests; false when left out. */
  readonly keepBodies?: boolean;
  /** How often a batch is found in progress before it is ready; 1 when left out. */
  readonly batchPolls?: number;
}

export type DoubleSettings = Required<OpenAiDoubleOptions>;

/** Throws `conformance/bad-double-option`. */
export function doubleSettings(options: OpenAiDoubleOptions): DoubleSettings {
  const settings: DoubleSettings = {
    apiKey: 'test-key',
    models: DOUBLE_MODELS,
    toy: {},
    faults: [],
    seed: 1,
    latencyMs: 0,
    limits: {},
    keepBodies: false,
    batchPolls: 1,
    ...options,
  };
  for (const [name, { input, output }] of Object.entries(settings.models)) {
    if (![input, output].every((price) => Number.isSafeInteger(price) && price >= 0))
      throw badDoubleOption(`models.${name}`, 'needs prices in whole millionths of a dollar for a million tokens');
  }
  const { errorRate = 0 } = settings.toy;
  if (!(errorRate >= 0 && errorRate <= 1)) throw badDoubleOption('toy.errorRate', `is ${errorRate}, not in [0, 1]`);
  if (!(settings.latencyMs >= 0)) throw badDoubleOption('latencyMs', `is ${settings.latencyMs}, not 0 or more`);
  if (!(Number.isInteger(settings.batchPolls) && settings.batchPolls >= 0))
    throw badDoubleOption('batchPolls', `is ${settings.batchPolls}, not a whole number of 0 or more`);
  for (const [name, most] of Object.entries(settings.limits)) {
    if (!(most > 0)) throw badDoubleOption(`limits.${name}`, `is ${most}, not more than 0`);
  }
  return settings;
}
