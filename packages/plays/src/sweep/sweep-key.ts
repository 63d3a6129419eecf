import { canonicalJson, type Json, type Table, tableHash } from '@verisim/core';
import type { SweepRequest } from './sweep-request.ts';

/** What a sweep holds for. Another key is another question. */
export interface SweepKey {
  /** Content hash of the training part. */
  readonly data: string;
  readonly generator: { readonly name: string; readonly version: string; readonly options: Json };
  readonly task: {
    readonly target: string;
    readonly where: Json;
    readonly metric: string;
    readonly learner: string;
    readonly ratios: readonly number[];
    readonly folds: number;
    readonly seeds: number;
  };
}

/** The key of a request. */
export function sweepKey(request: Omit<SweepRequest, 'train'> & { readonly train: Table }): SweepKey {
  const { train, generator, generatorOptions = {}, learner, target, where, metric, ratios, folds, seeds } = request;
  const { name, version } = generator;
  const learned = `${learner.name} ${learner.version}`;
  return {
    data: tableHash(train),
    generator: { name, version, options: generatorOptions },
    task: { target, where: where as unknown as Json, metric, learner: learned, ratios, folds, seeds },
  };
}

/** Why a sweep that was kept does not hold for another key, one reason each; empty when it does. */
export function whyStale(kept: SweepKey, now: SweepKey): readonly string[] {
  const reasons: string[] = [];
  if (kept.data !== now.data)
    reasons.push(`the data changed (${kept.data.slice(0, 8)} then, ${now.data.slice(0, 8)} now)`);
  const [before, after] = [kept.generator, now.generator];
  if (before.name !== after.name || before.version !== after.version)
    reasons.push(`the generator changed from ${before.name} ${before.version} to ${after.name} ${after.version}`);
  if (!same(before.options, after.options))
    reasons.push(
      `the generator's options changed from ${canonicalJson(before.options)} to ${canonicalJson(after.options)}`,
    );
  for (const [part, value] of Object.entries(kept.task)) {
    const present = now.task[part as keyof SweepKey['task']];
    if (!same(value as Json, present as Json))
      reasons.push(`the task changed: ${part} from ${shown(value as Json)} to ${shown(present as Json)}`);
  }
  return reasons;
}

/** The reasons as one sentence. */
export function staleSentence(place: string, reasons: readonly string[]): string {
  return `The sweep ${place} is stale: ${reasons.join('; ')}. Run verisim sweep again.`;
}

function same(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}
