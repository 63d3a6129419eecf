import type { Json } from '@verisim/core';
import { badNumber, badSetting, emptyOption, missingOption } from './errors.ts';

type Options = Readonly<Record<string, unknown>>;

/** The text of an option that must be there; `hint` says in the message what it takes. Throws `cli/missing-option`. */
export function required(options: Options, name: string, command: string, hint = ''): string {
  const value = options[name];
  if (typeof value !== 'string' || value === '') throw missingOption(`--${name}${hint}`, command);
  return value;
}

/** The text of an option, or `undefined`. Throws `cli/empty-option`: an unset shell variable looks like this. */
export function optional(options: Options, name: string): string | undefined {
  const value = options[name];
  if (value === '') throw emptyOption(`--${name}`);
  return typeof value === 'string' ? value : undefined;
}

/** Digits, in groups (`10_000`) or with an exponent (`1e3`). */
const WHOLE = /^[+-]?\d+(?:_\d+)*(?:[eE]\+?\d{1,2})?$/;

/** A whole number of at least `least`, also as `10_000` or `1e3`. Throws `cli/bad-number`. */
export function wholeNumber(text: string, flag: string, least: number): number {
  const value = WHOLE.test(text.trim()) ? Number(text.replaceAll('_', '')) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < least) {
    const hint = /^\s*\d[\d.,' ]*$/.test(text) && /[,' ]/.test(text.trim()) ? ' (write thousands as 10_000)' : '';
    throw badNumber(flag, text, `a whole number of ${least} or more${hint}`);
  }
  return value;
}

/** A number above 0. Throws `cli/bad-number`. */
export function positiveNumber(text: string, flag: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) throw badNumber(flag, text, 'a number above 0');
  return value;
}

/** The seed as the digits of a whole number of 0 or more. Throws `cli/bad-number`. */
export function seedText(text: string): string {
  return String(wholeNumber(text, '--seed', 0));
}

/** `['minLeaf=20', 'extremes=true']` as `{ minLeaf: 20, extremes: true }`: JSON values where they read as JSON, else text. */
export function settingsOf(given: unknown): Readonly<Record<string, Json>> {
  const pairs = (Array.isArray(given) ? given : []).map((setting: string): [string, Json] => {
    const cut = setting.indexOf('=');
    if (cut < 1) throw badSetting(setting);
    return [setting.slice(0, cut), jsonOrText(setting.slice(cut + 1))];
  });
  return Object.fromEntries(pairs);
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
