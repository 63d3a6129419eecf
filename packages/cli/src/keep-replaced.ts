import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Json, TrackedTable } from '@verisim/core';
import { writeTable } from '@verisim/io';
import type { ColdStart, Replaced, TakenIn } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { type Run, recordDataset, versionOf } from '@verisim/workspace';
import { type ColdFiles, replaceFiles } from './cold-files.ts';
import { trainingFile } from './locks.ts';

/** Keeps what one call of `verisim replace` found: the state, the real rows, what to train on now, and the model's manifest until the play ends. */
export async function keepReplaced(
  run: Run,
  found: {
    readonly start: ColdStart;
    readonly files: ColdFiles;
    readonly taken: TakenIn | null;
    readonly replaced: Replaced;
  },
  report: Report,
): Promise<void> {
  const { coldStartFiles } = await import('@verisim/plays');
  const { renderHtml, renderJson, renderMarkdown } = await import('@verisim/report');
  const { start, files, taken, replaced } = found;
  const { state, blend, judged } = replaced;
  const training = taken?.training ?? files.training!;
  await run.writeTable(replaceFiles.rows, training.table);
  await run.writeTable(replaceFiles.lineage, training.lineage);
  await run.writeJson(replaceFiles.arrived, (taken?.arrived ?? files.arrived) as Json);
  await run.writeJson(coldStartFiles.state, state as unknown as Json);
  await run.writeTable('data.csv', blend.table);
  await run.writeTable('data.parquet', blend.table);
  await run.writeTable('lineage.parquet', blend.lineage);
  if (state.ended === null) await run.writeJson('model.json', (await manifestOf(start, replaced)) as unknown as Json);
  if (training.table.rows > 0) await writeTrainingParts(files, taken, training);
  await run.writeText('report.html', await renderHtml(report));
  await run.writeText('report.json', renderJson(report));
  await run.writeText('report.md', renderMarkdown(report));
  await run.finish({ decisions: judged ? [judged.verdict.decision] : [], ended: state.ended !== null });
}

async function manifestOf({ plan, seed }: ColdStart, { blend, state, sweep }: Replaced) {
  const { modelManifest, orderedClasses } = await import('@verisim/plays');
  const { boostedTrees, learnerFor } = await import('@verisim/evaluator-utility');
  const at = sweep?.points.find(({ arm, ratio }) => arm === 'synthetic' && ratio === state.swept!.ratio);
  return modelManifest({
    why: plan.why,
    expires: plan.expires,
    reviewEveryDays: plan.reviewDays,
    target: plan.target,
    classes: orderedClasses(blend.table, plan.target).classes,
    learner: learnerFor(blend.table, plan.target, boostedTrees()),
    seed,
    table: blend.table,
    file: 'data.parquet',
    real: state.training,
    score: {
      metric: plan.metric,
      value: at?.score ?? null,
      on: at ? 'real training rows by cross-validation' : 'nothing yet: too few real rows, or no sweep was due',
    },
  });
}

/** The training part of every lock is all the real rows that may be trained on, so that other commands find them beside the lock. */
async function writeTrainingParts({ workspace, locks: before }: ColdFiles, taken: TakenIn | null, rows: TrackedTable) {
  for (const { id } of taken?.locks ?? before) {
    const file = trainingFile('.', workspace, id);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeTable(rows.table, file);
    await chmod(file, 0o600);
    const parent = await versionOf(workspace, { role: 'real', split: null });
    await recordDataset(workspace, { tables: { data: rows }, parent }, { role: 'train', split: id, file });
  }
}
