import { type Random, randomFromKey } from '@verisim/core';
import { cumulative, pick } from '../cumulative.ts';
import { entityStreams, mix } from '../kernel/entity-random.ts';
import { standardised } from './amounts.ts';
import type { PaymentsSettings } from './options.ts';
import { places } from './places.ts';

const DAY = 86_400;
/** Days that an account stays open, a device is used, somebody is paid, a shop is a favourite. */
const [ACCOUNT_LIFE, DEVICE_LIFE, CONTACT_LIFE, FAVOURITE_LIFE] = [4 * 365, 2 * 365, 300, 400].map(
  (days) => days * DAY,
);
const [CONTACTS, FAVOURITES] = [8, 3];
/** How unequal accounts are in how often they pay: standard deviation of the logarithm. */
const UNEVEN = 0.8;
/** Accounts that are lent to others: 1 %, and about 30 at least. */
const [MULES, FEWEST] = [0.01, 30];

/**
 * The graph that payments move on: accounts, merchants and devices, with edges that come and go. A pure function of a key, so that every block sees the same one at
 * the same instant. Accounts are numbered 0 to `accounts` - 1; when one closes, another opens in its place.
 */
export interface Population {
  /** How active each account is, summed up, ending at 1. */
  readonly active: Float64Array;
  /** How much each spends: mean 0, variance 1 when weighted by activity. */
  readonly spending: Float64Array;
  readonly activity: Float64Array;
  readonly mules: Int32Array;
  /** The number under which an account is known at an instant: `accounts` higher each time it was opened anew. */
  known(account: number, at: number): number;
  /** A device of an account: 0 = phone, 1 = computer; 32 bits. */
  device(account: number, slot: number, at: number): number;
  /** Somebody whom an account pays; `luck` in [0, 1) chooses among eight, the first most often. */
  contact(account: number, luck: number, at: number): number;
  /** A favourite merchant of an account at a place. */
  favourite(account: number, place: number, luck: number, at: number): number;
  /** A merchant of a place by popularity (Zipf); `luck` in [0, 1). */
  merchant(place: number, luck: number): number;
  readonly branches: number;
}

/** Makes the population that a key names. */
export function createPopulation({ accounts, merchants }: PaymentsSettings, key: Uint8Array): Population {
  const random = randomFromKey(key);
  const people = entityStreams(random.fork('accounts'));
  const [activity, raw] = [new Float64Array(accounts), new Float64Array(accounts)];
  const phase = new Float64Array(accounts);
  const mules: number[] = [];
  const chance = Math.max(MULES, FEWEST / accounts);
  for (let i = 0; i < accounts; i++) {
    const own = people(i);
    activity[i] = Math.exp(UNEVEN * own.normal());
    raw[i] = own.normal();
    phase[i] = own.next();
    if (own.next() < chance) mules.push(i);
  }
  const hash = hasher(random.fork('edges'));
  const ranges = merchantRanges(merchants);
  const merchant = (place: number, luck: number) => ranges[place].from + pick(ranges[place].popular, luck);
  const era = (label: number, account: number, life: number, at: number) =>
    Math.floor(at / life + unit(hash(label, account, 0, 0)));
  return {
    active: cumulative(activity),
    spending: standardised(raw, activity),
    activity,
    mules: Int32Array.from(mules),
    known: (account, at) => account + accounts * Math.floor(at / ACCOUNT_LIFE + phase[account]),
    device: (account, slot, at) => hash(1 + slot, account, era(1 + slot, account, DEVICE_LIFE, at), 0),
    contact(account, luck, at) {
      // Squared: the first contacts are paid more often.
      const which = Math.floor(CONTACTS * luck * luck);
      const u = unit(hash(3, account, which, era(3, 8 * account + which, CONTACT_LIFE, at)));
      // Squared again: some are paid by many.
      return (account + 1 + Math.floor(u * u * (accounts - 1))) % accounts;
    },
    favourite(account, place, luck, at) {
      const which = Math.floor(FAVOURITES * luck * luck);
      const period = era(4, 4 * account + which, FAVOURITE_LIFE, at);
      return merchant(place, unit(hash(4, account, 16 * place + which, period)));
    },
    merchant,
    branches: Math.max(2, Math.round(accounts / 500)),
  };
}

/** The merchants of each place that sells, in order of popularity. */
function merchantRanges(merchants: number): readonly { readonly from: number; readonly popular: Float64Array }[] {
  let from = 0;
  return places.map(({ kind, share }) => {
    const count = kind === 'purchase' ? Math.max(1, Math.floor((merchants * share) / 0.8)) : 1;
    const range = { from, popular: cumulative(Float64Array.from({ length: count }, (_, rank) => 1 / (rank + 1))) };
    from += count;
    return range;
  });
}

const unit = (bits: number): number => bits / 2 ** 32;

/** 32 bits that follow from a key and four numbers. */
function hasher(random: Random): (a: number, b: number, c: number, d: number) => number {
  const view = new DataView(random.key.buffer, random.key.byteOffset);
  const [e, f] = [view.getInt32(0), view.getInt32(4)];
  return (a, b, c, d) => mix(mix(mix(mix(a ^ e) + b) ^ (c + f)) + d) >>> 0;
}
