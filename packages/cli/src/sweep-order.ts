import type { Condition, Json } from '@verisim/core';
import { badNumber, missingOption } from './errors.ts';
import type { FoundGenerator } from './generators.ts';
import { playSource } from './play-source.ts';
import { optional, required, wholeNumber } from './settings.ts';

/** What a sweep or play is asked to do, as it was typed or as the config says. */
export interface SweepOrder {
  readonly target: string;
  readonly where: readonly Condition[];
  readonly found: FoundGenerator;
  readonly settings: Readonly<Record<string, Json>>;
  readonly ratios: readonly number[];
  readonly folds: number;
  readonly seeds: number;
}

/** Reads `--target --where -g --set --ratios --folds --seeds`. Throws `cli/missing-option`, `cli/bad-number`, and what generators and conditions throw. */
export async function sweepOrder(options: Readonly<Record<string, unknown>>, command: string): Promise<SweepOrder> {
  const { parseWhere } = await import('@verisim/plays/draw');
  const target = required(options, 'target', command);
  const where = optional(options, 'where');
  if (where === undefined) throw missingOption('--where (which rows are too few; verisim gap proposes some)', command);
  return {
    target,
    where: parseWhere(where),
    ...(await playSource(options, command)),
    ratios: ratiosOf(String(options.ratios)),
    folds: wholeNumber(String(options.folds), '--folds', 2),
    seeds: wholeNumber(String(options.seeds), '--seeds', 1),
  };
}

/** `0,.25,50%` as shares in [0, 1), ascending, 0 among them. */
export function ratiosOf(text: string): readonly number[] {
  const ratios = text.split(',').map((part) => {
    const percent = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(part);
    const value = percent ? Number(percent[1]) / 100 : part.trim() === '' ? Number.NaN : Number(part);
    if (!(value >= 0 && value < 1))
      throw badNumber('--ratios', text, 'a list of shares below 1 such as 0,0.25,0.5,0.75');
    return value;
  });
  if (!ratios.some((ratio) => ratio > 0)) throw badNumber('--ratios', text, 'a list with a share above 0');
  return [...new Set([0, ...ratios])].sort((a, b) => a - b);
}
