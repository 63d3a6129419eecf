import { parseInstant } from '@verisim/core';
import { z } from 'zod';
import { badOption } from '../errors.ts';
import { likeOption, startOption } from '../option-text.ts';

/** The patterns of fraud, in the order of their codes (0 = none). */
export const fraudPatterns = ['card-testing', 'account-takeover', 'mule-ring', 'structuring'] as const;
/** One of {@link fraudPatterns}. */
export type FraudPattern = (typeof fraudPatterns)[number];

/** Options of the payments; see their descriptions. */
export interface PaymentsOptions {
  readonly accounts: number;
  readonly merchants: number;
  readonly rate: number;
  readonly amounts: { readonly mean: number; readonly variation: number; readonly heaping: number };
  readonly season: { readonly daily: number; readonly weekend: number };
  readonly fraud: {
    readonly rate: number;
    readonly shares: Readonly<Record<FraudPattern, number>>;
    readonly patterns: readonly FraudPattern[];
    readonly threshold: number;
  };
  readonly start: string;
  readonly like?: string | undefined;
}

const share = (value: number) => z.number().min(0).max(1).default(value);

const amounts = z.strictObject({
  mean: z.number().positive().max(1e9).default(45),
  variation: z.number().positive().max(20).default(1.5),
  heaping: share(0.3),
});

const season = z.strictObject({
  daily: z.number().min(0).max(0.95).default(0.6),
  weekend: z.number().positive().max(10).default(0.8),
});

const fraud = z.strictObject({
  rate: z.number().min(0).max(0.2).default(0.0015),
  shares: z
    .strictObject({
      'card-testing': share(0),
      'account-takeover': share(0),
      'mule-ring': share(0),
      structuring: share(0),
    })
    .prefault({ 'card-testing': 0.4, 'account-takeover': 0.2, 'mule-ring': 0.25, structuring: 0.15 }),
  patterns: z.array(z.enum(fraudPatterns)).default([...fraudPatterns]),
  threshold: z.number().positive().max(1e9).default(10_000),
});

/** The options as zod declares them. */
export const paymentsOptions: z.ZodType<PaymentsOptions> = z.strictObject({
  accounts: z.int().min(50).max(2_000_000).default(20_000).describe('Accounts that are open at a time'),
  merchants: z.int().min(20).max(100_000).default(1000).describe('Merchants'),
  rate: z.number().positive().max(1000).default(0.6).describe('Payments an account and day'),
  amounts: amounts
    .prefault({})
    .describe('mean; variation: standard deviation / mean of a lognormal; heaping: share of round amounts'),
  season: season
    .prefault({})
    .describe('daily: how far activity goes above and below its mean; weekend: a weekend day over a weekday'),
  fraud: fraud
    .prefault({})
    .describe(
      'rate: share of payments; shares of the four patterns (one left out is 0); patterns: those that happen, the others leave everything else as it is; threshold: of reports on cash',
    ),
  start: startOption,
  like: likeOption('CSV with the columns time, account, amount and perhaps fraud and cause'),
});

/** The options, read. */
export interface PaymentsSettings extends Omit<PaymentsOptions, 'start' | 'like' | 'rate'> {
  /** Payments a second of all accounts. */
  readonly rate: number;
  /** Milliseconds since 1970. */
  readonly start: number;
}

/** Reads the options. Throws `generator-simulation/bad-option`. */
export function readPayments({ like: _, ...options }: PaymentsOptions): PaymentsSettings {
  const { shares } = options.fraud;
  const sum = fraudPatterns.reduce((sum, name) => sum + shares[name], 0);
  if (Math.abs(sum - 1) > 1e-6)
    throw badOption('fraud.shares', JSON.stringify(shares), `shares of the four patterns that sum to 1, not to ${sum}`);
  return { ...options, rate: (options.rate * options.accounts) / 86_400, start: parseInstant(options.start) };
}
