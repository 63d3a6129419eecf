import type { Random } from '@verisim/core';
import { badCanaries } from '../errors.ts';

/** A text that nobody would write, with a secret drawn by chance. */
export interface Canary {
  readonly text: string;
  readonly secret: string;
}

/** Canaries to insert, and others from the same space that are never inserted. */
export interface Canaries {
  /** Put these into the training rows, then run the pipeline as ever. */
  readonly inserted: readonly Canary[];
  /** Keep these away: they say how a canary looks that nobody has seen. */
  readonly references: readonly Canary[];
}

/** How canaries are made. */
export interface CanaryOptions {
  /** The text around the secret, `{}` in its place. */
  readonly template: string;
  /** Digits of a secret. */
  readonly digits: number;
  /** Canaries that are not inserted; exposure cannot exceed log2(references + 1). */
  readonly references: number;
}

/**
 * Draws `k` canaries and their references without repeats (Carlini et al. 2019, The Secret Sharer, USENIX Security, section 4). Throws
 * `evaluator-privacy/bad-canaries` unless there are at least twice as many secrets and the template has a `{}`.
 */
export function canaries(k: number, random: Random, options: Partial<CanaryOptions> = {}): Canaries {
  const { template = 'the reference number is {}', digits = 9, references = 1023 } = options;
  if (!template.includes('{}')) throw badCanaries('the template has no {} where the secret goes');
  if (!(k >= 1 && references >= 1 && digits >= 1 && k + references <= 10 ** digits / 2))
    throw badCanaries(`${k} + ${references} secrets of ${digits} digits cannot be drawn apart`);
  const secrets = new Set<string>();
  while (secrets.size < k + references) secrets.add(Array.from({ length: digits }, () => random.int(0, 10)).join(''));
  const all = [...secrets].map((secret): Canary => ({ secret, text: template.replace('{}', secret) }));
  return { inserted: all.slice(0, k), references: all.slice(k) };
}
