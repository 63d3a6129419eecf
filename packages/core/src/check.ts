import { checkpoint } from './checkpoint.ts';
import { type Context, forkContext } from './context.ts';
import { badPlugin } from './errors.ts';
import { requirePlugin, resolveOptions } from './options.ts';
import type { Table } from './table.ts';
import type { CheckEvidence, RowFinding, Validator, Verdict } from './validator.ts';

/** A validator with its raw options. */
export interface Check {
  readonly validator: Validator<never> | Validator<unknown>;
  readonly options?: unknown;
}

/**
 * All validators' verdicts in one: a row is kept when every validator keeps it. Each draws from a random stream of its own.
 * Throws `core/bad-plugin` for what is no validator of api 1 or judges another number of rows.
 */
export async function check(
  batch: Table,
  checks: readonly Check[],
  evidence: CheckEvidence,
  ctx: Context,
): Promise<Verdict> {
  const keep = new Uint8Array(batch.rows).fill(1);
  const findings: RowFinding[] = [];
  const tags: Record<string, Float64Array | readonly (string | null)[]> = {};
  for (const { validator, options } of checks) {
    await checkpoint(ctx.signal);
    const plugin = requirePlugin(validator as Validator<unknown>, 'validator');
    const own = forkContext(ctx, `check:${plugin.name}`);
    const verdict = await plugin.check(batch, resolveOptions(plugin, options ?? {}), evidence, own);
    if (verdict.keep.length !== batch.rows)
      throw badPlugin(plugin.name, `judged ${verdict.keep.length} of ${batch.rows} rows`);
    // Most checks keep all rows, which the engine finds out faster than a loop.
    for (let i = verdict.keep.indexOf(0); i >= 0; i = verdict.keep.indexOf(0, i + 1)) keep[i] = 0;
    for (const finding of verdict.findings) findings.push(finding);
    Object.assign(tags, verdict.tags);
  }
  return { keep, findings, tags };
}

/** The rows a verdict keeps. */
export function keptRows({ keep }: Verdict): Int32Array {
  const rows = new Int32Array(keep.length);
  let count = 0;
  for (let row = 0; row < keep.length; row++) {
    rows[count] = row;
    count += keep[row] === 0 ? 0 : 1;
  }
  return rows.subarray(0, count);
}
