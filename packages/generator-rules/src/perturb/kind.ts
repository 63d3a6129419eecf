import type { Random } from '@verisim/core';
import { createCoin } from './coin.ts';
import type { Splice } from './splice.ts';

/** Keyboards whose neighbours are known. */
export const LAYOUTS = ['qwerty', 'qwertz', 'azerty'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Languages that words are known of. */
export const LANGUAGES = ['en', 'de', 'es', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a disturbance is made with. */
export interface Dial {
  /** In [0, 1]; what it is a share of, each kind says. */
  readonly strength: number;
  readonly random: Random;
  /** See {@link createCoin}. */
  readonly coin: () => number;
  readonly layout: Layout;
  readonly language: Language;
}

interface AnyKind {
  readonly name: string;
  /** What is done, for `--help` and guides. */
  readonly summary: string;
  /** What strength is. */
  readonly strength: string;
  /** Whether who reads the changed row would give it the same label; where not, the row is tagged. */
  readonly label: 'keeps' | 'may-change';
}

/** Changes texts, one at a time. At strength 0 nothing; more touches the same places and further ones, given the same random stream. */
export interface TextKind extends AnyKind {
  readonly on: 'text';
  /** Ascending, none overlapping, none inside a character as a reader sees it. */
  splices(text: string, dial: Dial): readonly Splice[];
}

/** What is known of the numbers of a column. */
export interface NumberRange {
  /** Robust standard deviation: interquartile range / 1.349, else the standard deviation; above 0 unless all are equal. */
  readonly scale: number;
  readonly low: number;
  readonly high: number;
}

/** Changes the numbers of a column in place, in the order of the rows. */
export interface NumberKind extends AnyKind {
  readonly on: 'number';
  /** It takes the ratio of two values for something that means something, which that of two dates does not. */
  readonly ratio?: true;
  /** `chosen[row]` is 1 where the row is to be changed. Missing numbers stay missing. */
  disturb(values: Float64Array, chosen: Uint8Array, range: NumberRange, dial: Dial): void;
}

/** Takes cells away, of any column but texts. */
export interface CellKind extends AnyKind {
  readonly on: 'cell';
  /** 1 for each row whose cell goes; of chosen rows only. */
  missing(chosen: Uint8Array, dial: Dial): Uint8Array;
}

export type Kind = TextKind | NumberKind | CellKind;

/**
 * One draw for a place: -1 where it is left alone, else a second number in [0, 1) for what to do. The places that are hit at some strength are among
 * those that are hit at any greater one.
 */
export function hit({ strength, coin }: Dial): number {
  const drawn = coin();
  const most = strength * RANGE;
  return drawn + HALF < most ? (drawn + HALF) / most : -1;
}

const HALF = 2 ** 31;
const RANGE = 2 ** 32;

/** A dial with its chance. */
export function dialOf(random: Random, parts: Pick<Dial, 'strength' | 'layout' | 'language'>): Dial {
  const { strength, layout, language } = parts;
  return { strength, layout, language, random, coin: createCoin(random) };
}

/** An element by a number in [0, 1). */
export const pickBy = <T>(list: readonly T[], share: number): T =>
  list[Math.min(list.length - 1, Math.floor(share * list.length))];
