import { parseInstant } from '@verisim/core';
import { z } from 'zod';
import { type Durations, parseDurations } from '../durations.ts';
import { badOption, unstable } from '../errors.ts';
import { likeOption, readSlashed, startOption } from '../option-text.ts';

/** Options of the queue; see their descriptions. Times are in seconds. */
export interface QueueOptions {
  readonly servers: number;
  readonly utilisation: number;
  readonly service: string;
  readonly arrivals: string;
  readonly impatience: string;
  readonly outages: string;
  readonly start: string;
  readonly like?: string | undefined;
}

/** The options as zod declares them. */
export const queueOptions: z.ZodType<QueueOptions> = z.strictObject({
  servers: z.int().min(1).max(10_000).default(1).describe('Servers'),
  utilisation: z
    .number()
    .positive()
    .max(10)
    .default(0.8)
    .describe('Work that arrives over work that all servers can do; below 1 unless some leave'),
  service: z
    .string()
    .default('exponential(1)')
    .describe(
      'Seconds of service: exponential(MEAN), deterministic(MEAN), lognormal(MEAN, VARIATION), gamma(..), pareto(MEAN, TAIL)',
    ),
  arrivals: z
    .string()
    .default('poisson')
    .describe('poisson, pareto(TAIL) for heavy-tailed gaps, or self-similar(HURST)'),
  impatience: z.coerce
    .string()
    .default('none')
    .describe(
      'PATIENCE/RETRIES/DELAY: mean seconds until a job leaves, how often it comes back, mean seconds before the first time',
    ),
  outages: z.coerce
    .string()
    .default('none')
    .describe('EVERY/LENGTH: mean seconds between outages of all servers and of each'),
  start: startOption,
  like: likeOption('CSV with the columns arrival and service'),
});

/** How arrivals come. */
export type Arrivals =
  | { readonly kind: 'poisson' }
  | { readonly kind: 'pareto'; readonly tail: number }
  | { readonly kind: 'self-similar'; readonly hurst: number };

/** The options, read. Seconds. */
export interface QueueSettings {
  readonly servers: number;
  readonly utilisation: number;
  /** Jobs a second. */
  readonly rate: number;
  readonly service: Durations;
  readonly arrivals: Arrivals;
  readonly impatience: { readonly patience: number; readonly retries: number; readonly delay: number } | null;
  readonly outages: { readonly every: number; readonly length: number } | null;
  /** Milliseconds since 1970. */
  readonly start: number;
}

/** Reads the options. Throws `generator-simulation/bad-duration`, `generator-simulation/bad-option`, `generator-simulation/unstable`. */
export function readQueue(options: QueueOptions): QueueSettings {
  const { servers, utilisation } = options;
  const service = parseDurations('service', options.service);
  const patient = readSlashed('impatience', options.impatience, ['PATIENCE', 'RETRIES', 'DELAY'], 2);
  const down = readSlashed('outages', options.outages, ['EVERY', 'LENGTH']);
  if (patient && !(patient[0] > 0)) throw badOption('impatience', options.impatience, 'a PATIENCE above 0');
  if (patient && !(Number.isInteger(patient[1] ?? 0) && (patient[1] ?? 0) <= 20))
    throw badOption('impatience', options.impatience, 'RETRIES as a whole number up to 20');
  if (down && !(down[0] > 0 && down[1] > 0)) throw badOption('outages', options.outages, 'two numbers above 0');
  const load = down ? (utilisation * (down[0] + down[1])) / down[0] : utilisation;
  if (load >= 1 && !patient) throw unstable(load);
  return {
    servers,
    utilisation,
    rate: (utilisation * servers) / service.mean,
    service,
    arrivals: readArrivals(options.arrivals),
    impatience: patient && { patience: patient[0], retries: patient[1] ?? 0, delay: patient[2] ?? 10 * patient[0] },
    outages: down && { every: down[0], length: down[1] },
    start: parseInstant(options.start),
  };
}

function readArrivals(text: string): Arrivals {
  if (text.trim() === 'poisson') return { kind: 'poisson' };
  const [, kind, number] = /^\s*(pareto|self-similar)\s*\(\s*([\d.]+)\s*\)\s*$/.exec(text) ?? [];
  const value = Number(number);
  if (kind === 'pareto' && value > 1 && value <= 100) return { kind, tail: value };
  if (kind === 'self-similar' && value >= 0.5 && value < 1) return { kind, hurst: value };
  throw badOption(
    'arrivals',
    text,
    'poisson, pareto(TAIL) with a tail index above 1, or self-similar(HURST) with an exponent from 0.5 to below 1',
  );
}
