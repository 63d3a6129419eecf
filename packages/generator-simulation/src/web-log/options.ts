import { parseInstant } from '@verisim/core';
import { z } from 'zod';
import { badOption } from '../errors.ts';
import { likeOption, readSlashed, startOption } from '../option-text.ts';

/** Options of the web log; see their descriptions. */
export interface WebLogOptions {
  readonly rate: number;
  readonly swing: number;
  readonly pages: number;
  readonly bots: number;
  readonly errors: number;
  readonly outages: string;
  readonly start: string;
  readonly like?: string | undefined;
}

const share = z.number().min(0).max(0.95);

/** The options as zod declares them. */
export const webLogOptions: z.ZodType<WebLogOptions> = z.strictObject({
  rate: z.number().positive().max(1e6).default(5).describe('Requests a second, over day and night'),
  swing: share.default(0.6).describe('How far the rate goes above and below its mean within a day, as a share of it'),
  pages: z.int().min(1).max(100_000).default(200).describe('Pages of the site'),
  bots: share
    .default(0.2)
    .describe('Share of requests by crawlers (three quarters) and scanners for weak spots (a quarter)'),
  errors: share.default(0.01).describe('Share of requests of people that fail without an outage'),
  outages: z.coerce.string().default('none').describe('EVERY/LENGTH: mean seconds between outages and of each'),
  start: startOption,
  like: likeOption('lines of an access log in combined format'),
});

/** The options, read. */
export interface WebLogSettings extends Omit<WebLogOptions, 'outages' | 'start' | 'like'> {
  readonly outages: { readonly every: number; readonly length: number } | null;
  /** Milliseconds since 1970. */
  readonly start: number;
}

/** Reads the options. Throws `generator-simulation/bad-option`. */
export function readWebLog(options: WebLogOptions): WebLogSettings {
  const { rate, swing, pages, bots, errors } = options;
  const down = readSlashed('outages', options.outages, ['EVERY', 'LENGTH']);
  if (down && !(down[0] > 0 && down[1] > 0)) throw badOption('outages', options.outages, 'two numbers above 0');
  const outages = down && { every: down[0], length: down[1] };
  return { rate, swing, pages, bots, errors, outages, start: parseInstant(options.start) };
}
