import { parseInstant } from '@verisim/core';
import { z } from 'zod';
import { type Durations, parseDurations } from '../durations.ts';
import { badOption } from '../errors.ts';
import { likeOption, readSlashed, startOption } from '../option-text.ts';
import { type Chain, createChain, type Transitions } from './chain.ts';

/** Options of the sessions; see their descriptions. */
export interface SessionsOptions {
  readonly rate: number;
  readonly transitions: Transitions;
  readonly dwell: string | Readonly<Record<string, string>>;
  readonly churn: string;
  readonly campaigns: string;
  readonly bots: number;
  readonly start: string;
  readonly like?: string | undefined;
}

/** A shop, as an example to start from; its numbers are made up. */
const FUNNEL: Transitions = {
  start: { home: 0.6, search: 0.25, product: 0.15 },
  home: { search: 0.35, product: 0.3, exit: 0.35 },
  search: { search: 0.2, product: 0.5, exit: 0.3 },
  product: { product: 0.25, search: 0.15, cart: 0.2, exit: 0.4 },
  cart: { product: 0.2, checkout: 0.45, exit: 0.35 },
  checkout: { purchase: 0.6, cart: 0.1, exit: 0.3 },
  purchase: { exit: 0.9, home: 0.1 },
};

/** The options as zod declares them. */
export const sessionsOptions: z.ZodType<SessionsOptions> = z.strictObject({
  rate: z.number().positive().max(1e7).default(100).describe('Sessions of people an hour, campaigns aside'),
  transitions: z
    .record(z.string().min(1), z.record(z.string().min(1), z.number().min(0).max(1)))
    .default(FUNNEL)
    .describe('From "start" and each state: the chance of each next state or "exit"; a shop\'s funnel when left out'),
  dwell: z
    .union([z.string(), z.record(z.string(), z.string())])
    .default('lognormal(25, 1.5)')
    .describe('Seconds in a state: one distribution, or one per state'),
  churn: z.coerce
    .string()
    .default('0.5/3')
    .describe('CHANCE/DAYS: that a person never comes back after a session, and mean days until the next'),
  campaigns: z.coerce
    .string()
    .default('none')
    .describe('EVERY/LENGTH/LIFT: days between beginnings, days each lasts, extra sessions as a share of the rate'),
  bots: z.number().min(0).max(0.9).default(0.05).describe('Share of events by programs that move at random'),
  start: startOption,
  like: likeOption('CSV with the columns session, time and state'),
});

/** A campaign that comes again and again. Seconds; `lift` is a share of the rate. */
export interface Campaigns {
  readonly every: number;
  readonly length: number;
  readonly lift: number;
}

/** The options, read. Rates a second, times in seconds. */
export interface SessionsSettings {
  readonly rate: number;
  readonly chain: Chain;
  /** One per state. */
  readonly dwell: readonly Durations[];
  readonly churn: number;
  readonly pause: number;
  readonly campaigns: Campaigns | null;
  readonly bots: number;
  /** Milliseconds since 1970. */
  readonly start: number;
}

const DAY = 86_400;

/** Reads the options. Throws `generator-simulation/bad-transitions`, `generator-simulation/bad-duration`, `generator-simulation/bad-option`. */
export function readSessions(options: SessionsOptions): SessionsSettings {
  const chain = createChain(options.transitions);
  const { dwell } = options;
  const durations = chain.states.map((state) => {
    const text = typeof dwell === 'string' ? dwell : dwell[state];
    if (text === undefined) throw badOption('dwell', 'nothing', `a distribution for the state "${state}" too`);
    return parseDurations(`dwell (${state})`, text);
  });
  const [churn, pause] = readSlashed('churn', options.churn, ['CHANCE', 'DAYS']) ?? [1, 1];
  if (!(churn > 0 && churn <= 1 && pause > 0))
    throw badOption('churn', options.churn, 'a chance up to 1, and days above 0');
  const campaigns = readSlashed('campaigns', options.campaigns, ['EVERY', 'LENGTH', 'LIFT']);
  if (campaigns && !(campaigns[1] > 0 && campaigns[1] < campaigns[0]))
    throw badOption('campaigns', options.campaigns, 'a LENGTH above 0 and below EVERY');
  return {
    rate: options.rate / 3600,
    chain,
    dwell: durations,
    churn,
    pause: pause * DAY,
    campaigns: campaigns && { every: campaigns[0] * DAY, length: campaigns[1] * DAY, lift: campaigns[2] },
    bots: options.bots,
    start: parseInstant(options.start),
  };
}
