import { createContext } from '@verisim/core';
import type { KeptSweep, Sweep, SweepKey } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { holdoutFingerprints, startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { loadGenerator } from '../generators.ts';
import { keepReport } from '../keep-report.ts';
import { liftTerms } from '../lift-terms.ts';
import type { LivePlay } from '../live-play.ts';
import { type LockedTraining, lockedTraining } from '../locked-training.ts';
import { plain } from '../printable.ts';
import { noSweepYet } from '../project-errors.ts';
import { sayTable } from '../say-table.ts';
import { type SweepOrder, sweepOrder } from '../sweep-order.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim sweep`: the ratio as a hyperparameter, on the training part; `--show` says what was found and whether it still holds. */
export async function run(call: Call): Promise<ExitCode> {
  const {
    arguments: [file],
    options,
    terminal,
    signal,
  } = call;
  const html = htmlOption(options);
  const asked = await sweepOrder(options, 'sweep');
  const training = await lockedTraining(file, asked.target, { command: 'sweep', options, signal });
  const live = await liveOf(asked, training, { options, terminal });
  const settings = asked.found.live ? (await import('../live-play.ts')).toldSettings(asked.settings) : asked.settings;
  const found = live === null ? asked.found : { ...asked.found, generator: live.generator };
  try {
    return await sweepOf({ order: { ...asked, found, settings }, training, live, html }, call);
  } catch (error) {
    live?.sayKept();
    throw error;
  } finally {
    await live?.close();
  }
}

/** The endpoint of a generator that asks one, when it is to make rows. */
async function liveOf(
  { found, settings, target }: SweepOrder,
  training: LockedTraining,
  { options, terminal }: Pick<Call, 'options' | 'terminal'>,
): Promise<LivePlay | null> {
  if (!found.live || options.show) return null;
  const { openLivePlay } = await import('../live-play.ts');
  return openLivePlay({ play: 'sweep', settings, training, target }, terminal);
}

/** A sweep, and what it works with. */
interface Underway {
  readonly order: SweepOrder;
  readonly training: LockedTraining;
  readonly live: LivePlay | null;
  readonly html: string | undefined;
}

async function sweepOf(
  { order, training, live, html }: Underway,
  { options, terminal, signal }: Call,
): Promise<ExitCode> {
  const { metric } = await liftTerms(options);
  const { boostedTrees, learnerFor, secondLearnerFor, textFeatures } = await import('@verisim/evaluator-utility');
  const { generator } = order.found;
  const learner = learnerFor(training.table, order.target, boostedTrees());
  const second = secondLearnerFor(training.table, order.target);
  const shared = { ...order, metric, generator, generatorOptions: order.settings, learner, second };
  const request = { ...shared, train: training.table };
  const { sweepKey, latestSweep } = await import('@verisim/plays');
  const key = sweepKey(request);
  const { workspace, lock } = training.locked;
  const before = await latestSweep(workspace, lock.id, order.target);
  if (options.show) return show(before, key, terminal);
  await sayStale(before, key, terminal);
  const seed = String(options.seed);
  const ctx = createContext({
    seed,
    signal,
    progress: ({ done, total }) => terminal.progress('sweeping the ratio', done, total),
  });
  const place = await startRun(workspace, { name: 'sweep', seed, holdout: lock.id, ...(key as unknown as object) });
  try {
    const { sweepRatios, keepSweep } = await import('@verisim/plays');
    const fingerprints = await holdoutFingerprints(workspace, lock);
    const texts = textFeatures(training.table.spec, order.target).length > 0;
    const smote = generator.name === 'smote' || texts ? undefined : await loadGenerator('smote');
    const sweep = await sweepRatios({ ...request, smote, fingerprints, run: place.id }, ctx);
    terminal.clearProgress();
    live?.quiet();
    await keepSweep(place, key, sweep);
    const report = await reportOf(sweep, training, order, { seed });
    await keepReport(place, report);
    if (html) await writeReport(report, html);
    await say({ place: place.place, holdout: lock.id, key, sweep }, terminal);
    if (html && !terminal.json) terminal.say(`report: ${html}`);
    live?.sayBill();
    return sweep.choice.stop === null ? exitCodes.done : exitCodes.attention;
  } finally {
    await place.abandon();
  }
}

async function show(kept: KeptSweep | null, key: SweepKey, terminal: Terminal): Promise<ExitCode> {
  if (kept === null) throw noSweepYet();
  const { whyStale } = await import('@verisim/plays');
  const stale = whyStale(kept.key, key);
  if (terminal.json) printJson({ run: kept.place, stale, sweep: kept.sweep });
  else {
    await say(kept, terminal);
    await sayStale(kept, key, terminal);
  }
  return stale.length === 0 ? exitCodes.done : exitCodes.attention;
}

async function sayStale(kept: KeptSweep | null, key: SweepKey, terminal: Terminal): Promise<void> {
  if (kept === null) return;
  const { staleSentence, whyStale } = await import('@verisim/plays');
  const stale = whyStale(kept.key, key);
  if (stale.length > 0) terminal.say(plain(staleSentence(kept.place, stale)));
}

async function say({ place, sweep }: KeptSweep, terminal: Terminal): Promise<void> {
  if (terminal.json) {
    printJson({ run: place, stale: [], sweep });
    return;
  }
  const { sweepSection } = await import('@verisim/plays');
  const { tables = [], text = [], findings = [] } = sweepSection(sweep);
  for (const table of tables) sayTable(table, terminal);
  terminal.say('');
  for (const line of text) terminal.say(plain(line));
  for (const { level, message } of findings) if (level !== 'info') terminal.say(plain(`${level}: ${message}`));
  terminal.say(`run: ${place} (verisim report ${place})`);
}

async function reportOf(
  sweep: Sweep,
  { locked, report }: LockedTraining,
  { target, found, settings }: SweepOrder,
  { seed }: { readonly seed: string },
): Promise<Report> {
  const { sweepSection } = await import('@verisim/plays');
  const { name, version } = found.generator;
  return {
    title: 'How many synthetic rows?',
    question: `Which share of synthetic rows within the gap gives the best ${sweep.metric} on ${target}, by cross-validation on the training part of ${locked.lock.source.file}?`,
    verdicts: [],
    sections: [sweepSection(sweep)],
    provenance: {
      seed,
      target,
      generator: `${name} ${version}`,
      options: settings,
      file: report.file,
      hash: report.hash,
      holdout: locked.lock.id,
    },
  };
}
