import { type Classifier, createRandom, type Learner, type Table, tableHash } from '@verisim/core';
import { modelDiffers, modelExpired } from '../errors.ts';
import type { Day } from './day.ts';

/** `model.json`: a model that says of itself that it must not stay. */
export interface ModelManifest {
  readonly disposable: true;
  /** What it is for until then. */
  readonly why: string;
  readonly expires: Day;
  readonly reviewEveryDays: number;
  readonly target: string;
  readonly classes: readonly string[];
  readonly learner: { readonly name: string; readonly version: string };
  readonly seed: string;
  /** What it is trained on; training again gives the same model. */
  readonly data: {
    readonly file: string;
    /** Core's `tableHash`. */
    readonly hash: string;
    readonly rows: number;
    readonly real: number;
  };
  /** By cross-validation on those rows; nothing is known of real ones while there are none. */
  readonly score: { readonly metric: string; readonly value: number | null; readonly on: string };
}

/** What the manifest is made of. */
export interface ManifestRequest extends Omit<ModelManifest, 'disposable' | 'data' | 'learner'> {
  readonly learner: Learner;
  readonly table: Table;
  readonly file: string;
  /** Real rows among those of the table. */
  readonly real: number;
}

/** The manifest of a disposable model. */
export function modelManifest({ learner, table, file, real, ...stated }: ManifestRequest): ModelManifest {
  const { name, version } = learner;
  const data = { file, hash: tableHash(table), rows: table.rows, real };
  return { disposable: true, ...stated, learner: { name, version }, data };
}

/**
 * The model that a manifest describes, trained again from its rows. The same rows and seed give the same model. Throws `plays/model-expired` after
 * its last day, and `plays/model-differs` for other rows or another learner.
 */
export async function disposableModel(
  manifest: ModelManifest,
  table: Table,
  { learner, today, signal }: { readonly learner: Learner; readonly today: Day; readonly signal: AbortSignal },
): Promise<Classifier> {
  const { expires, data, target, seed } = manifest;
  if (today > expires) throw modelExpired(expires, today);
  if (tableHash(table) !== data.hash) throw modelDiffers(`the rows given are not those of ${data.file}`);
  const { name, version } = manifest.learner;
  if (learner.name !== name || learner.version !== version)
    throw modelDiffers(`it was trained by ${name} ${version}, not by ${learner.name} ${learner.version}`);
  return learner.fit(table, { target, random: createRandom(seed).fork('model'), signal });
}
