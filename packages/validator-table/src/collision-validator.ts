import type { Fingerprints, RowFinding, Table, Validator } from '@verisim/core';
import { z } from 'zod';
import { findColumn } from './find-column.ts';
import { remarkOn, remarkOnBatch, verdictOf } from './row-finding.ts';

/** The collision check has no options. */
export type CollisionOptions = Readonly<Record<string, never>>;

/**
 * Drops rows that collide with a near-unique row of the locked holdout, by keyed fingerprint: it never sees a holdout row.
 * A batch without one of the fingerprinted columns cannot be checked, which is an `error`.
 */
export const collisionValidator: Validator<CollisionOptions> = {
  kind: 'validator',
  api: 1,
  name: 'collision',
  version: '0.1.0',
  summary: 'Rows that collide with the locked holdout',
  options: z.strictObject({}),
  check(batch, _options, { holdout }, ctx) {
    ctx.signal.throwIfAborted();
    return verdictOf(batch.rows, holdout ? collisionFindings(batch, holdout) : [withoutHoldout()]);
  },
};

function collisionFindings(batch: Table, holdout: Fingerprints): RowFinding[] {
  const lacking = holdout.columns.filter((name) => !findColumn(batch, name));
  if (lacking.length > 0) {
    const names = lacking.map((name) => `"${name}"`).join(', ');
    const message = `Collisions with the holdout cannot be checked: the batch lacks ${names}.`;
    return [remarkOnBatch('collisions-unchecked', 'error', message)];
  }
  return remarkOn(batch.rows, {
    rule: 'holdout-collision',
    level: 'warning',
    says: 'equal a near-unique row of the locked holdout, or hold nearly a text of it',
    rows: holdout.collisions(batch),
    drops: true,
  });
}

function withoutHoldout(): RowFinding {
  return remarkOnBatch('collisions-unchecked', 'info', 'No holdout is locked, so collisions with it are not checked.');
}
