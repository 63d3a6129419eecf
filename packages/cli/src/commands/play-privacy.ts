import { resolve } from 'node:path';
import { createContext, type Json, realLineage, trackedTable, withTarget } from '@verisim/core';
import { readTable } from '@verisim/io';
import type { PrivacyPlan, PrivacyResult } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { holdoutFingerprints, openHoldout, type Run, readLedger, startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findGenerator } from '../generators.ts';
import { type LockedData, locksIn, trainingKinds } from '../locks.ts';
import { plain } from '../printable.ts';
import { notLocked } from '../project-errors.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional, positiveNumber, settingsOf, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim play privacy`: requirement, generate, attack, document, and only then train. */
export async function runPrivacyPlay({
  arguments: words,
  options,
  terminal,
  signal,
  project,
}: Call): Promise<ExitCode> {
  const file = words.find((word) => word !== 'privacy') ?? project?.config.data;
  if (file === undefined) throw missingOption('a file of real rows', 'play privacy');
  const html = htmlOption(options);
  const locked = await lockOf(file, options);
  const { table, report: source } = await readTable(locked.training, { ...trainingKinds(locked.lock), signal });
  const plays = await import('@verisim/plays');
  const name = optional(options, 'generator') ?? 'trees';
  const { generator } = await findGenerator(name, options.plugins);
  const plan = plays.makePrivacyPlan(planOf(options, name), table.spec);
  const seed = String(options.seed);
  const ready = await targetReady(plan.target);
  const train = trackedTable(ready(table), realLineage(table.rows, source.file, { split: 'train' }));
  const run = await startRun(locked.workspace, {
    name: 'play-privacy',
    seed,
    plan: plan as unknown as Json,
    generator: { name: generator.name, version: generator.version },
    real: source.hash,
    holdout: locked.lock.id,
  });
  try {
    const progress = ({ done, total, note = 'working' }: { done: number; total?: number; note?: string }) =>
      terminal.progress(note, done, total);
    const ctx = createContext({ seed, signal, progress });
    const about = {
      files: [{ role: 'training' as const, file: source.file, hash: source.hash, rows: table.rows }],
      command: `verisim play privacy ${locked.lock.source.file} --seed ${seed}`,
    };
    const opening = { reason: 'privacy play: attacks and use', run: run.id };
    const result = await plays.privacyPlay(
      {
        plan,
        train,
        generator,
        fingerprints: await holdoutFingerprints(locked.workspace, locked.lock),
        run: run.id,
        seed,
        about,
        openHoldout: async () => ready(await openHoldout(locked.workspace, locked.lock, opening)),
        keepAudit: (audit) => keepAudit(run, audit, html),
      },
      ctx,
      ({ title }, index) => terminal.say(`[${index + 1}/${plays.privacyStages.length}] ${title}`),
    );
    terminal.clearProgress();
    const openings = await openingsOf(locked);
    await keep(run, result, { plan, seed, openings, holdout: locked.lock.id });
    say(result, run, html, terminal);
    return result.verdict.decision === 'use' ? exitCodes.done : exitCodes.attention;
  } finally {
    await run.abandon();
  }
}

export { runPrivacyPlay as run };

function planOf(options: Call['options'], generator: string): Partial<PrivacyPlan> {
  const settings = settingsOf(options.set);
  const rows = optional(options, 'rows');
  const loss = optional(options, 'loss');
  const named = (Array.isArray(options.sensitive) ? options.sensitive : []) as readonly string[];
  return {
    requirement: optional(options, 'requirement'),
    sensitive: [...new Set(named.flatMap((text) => text.split(',').map((name) => name.trim())))],
    unit: optional(options, 'unit'),
    release: optional(options, 'release'),
    target: optional(options, 'target'),
    ...(optional(options, 'metric') !== undefined && { metric: optional(options, 'metric') as PrivacyPlan['metric'] }),
    ...(loss !== undefined && { loss: positiveNumber(loss, '--loss') }),
    ...(rows !== undefined && { rows: wholeNumber(rows, '--rows', 1) }),
    generatorOptions: generator === 'trees' ? { privacy: 'high', ...settings } : settings,
    power: options.power !== false,
  };
}

/** The lock that a file belongs to: it is its training part, or the file that it was taken from. */
async function lockOf(file: string, options: Call['options']): Promise<LockedData> {
  const locks = await locksIn('.');
  const next = `Run verisim lock ${file} before anything is generated: every attack needs real rows as a control.`;
  if (locks.length === 0) throw notLocked('There is no locked holdout in this folder.', next);
  const own = locks.find(({ training }) => resolve(training) === resolve(file));
  if (own) return own;
  const { report } = await readTable(file, readOptionsOf(options));
  const whole = locks.findLast(({ lock }) => lock.source.hash === report.hash);
  if (whole === undefined) throw notLocked(`No holdout was taken from ${file}.`, next);
  return whole;
}

async function targetReady(target: string | undefined) {
  if (target === undefined) return <T>(table: T): T => table;
  const { asClassTarget } = await import('@verisim/evaluator-utility');
  return (table: Parameters<typeof asClassTarget>[0]) => withTarget(asClassTarget(table, target), target);
}

/** In the run, and beside `--html`: before anything is trained. */
async function keepAudit(run: Run, audit: Report, html: string | undefined): Promise<void> {
  const { renderHtml, renderJson } = await import('@verisim/report');
  await run.writeText('audit.json', renderJson(audit));
  await run.writeText('audit.html', await renderHtml(audit));
  if (html) await writeReport(audit, html);
}

async function openingsOf({ workspace, lock }: LockedData): Promise<NonNullable<Report['openings']>> {
  return (await readLedger(workspace)).flatMap(({ event, details }) => {
    const opening = details as { readonly id: string; readonly reason: string; readonly run: string };
    return event === 'holdout-opened' && opening.id === lock.id ? [{ reason: opening.reason, run: opening.run }] : [];
  });
}

async function keep(
  run: Run,
  { sections, verdict, synthetic }: PrivacyResult,
  {
    plan,
    seed,
    openings,
    holdout,
  }: {
    readonly plan: PrivacyPlan;
    readonly seed: string;
    readonly openings: NonNullable<Report['openings']>;
    readonly holdout: string;
  },
): Promise<void> {
  const { renderHtml, renderJson } = await import('@verisim/report');
  const report: Report = {
    title: 'Can these rows be released?',
    question: plan.requirement,
    verdicts: [],
    sections,
    openings,
    notTested: ['What section 11 of audit.html names.'],
    provenance: { seed, holdout, sensitive: [...plan.sensitive], unit: plan.unit },
  };
  await run.writeText('report.json', renderJson(report));
  await run.writeText('report.html', await renderHtml(report));
  if (synthetic !== null) {
    await run.writeTable('data.parquet', synthetic.table);
    await run.writeTable('data.csv', synthetic.table);
    await run.writeTable('lineage.parquet', synthetic.lineage);
  }
  await run.finish({ decisions: [verdict.decision] });
}

function say(
  { verdict, audit, sections, synthetic }: PrivacyResult,
  run: Run,
  html: string | undefined,
  terminal: Terminal,
): void {
  if (terminal.json) {
    printJson({ verdict, leaks: audit.leaks, attacks: audit.attacks, rows: audit.rows, run: run.place });
    return;
  }
  for (const { title, tables = [] } of sections)
    if (title.startsWith('The requirement')) for (const table of tables) sayTable(table, terminal);
  terminal.say(`\n${verdict.decision.toUpperCase()}: ${plain(verdict.reason)}`);
  terminal.say(`\naudit: ${run.folder}/audit.html${html ? ` and ${html}` : ''}`);
  terminal.say(synthetic === null ? 'The rows were not kept.' : `rows: ${run.folder}/data.csv`);
  terminal.say(`To sign it: verisim sign ${run.place} --as privacy --role lead --name NAME`);
}
