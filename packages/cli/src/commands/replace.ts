import { createContext, type Json, type Table } from '@verisim/core';
import type { ArrivedRows, ColdStart, JudgedLabelSource, Replaced, ReplaceState, TakenIn } from '@verisim/plays';
import type { Report, ReportSection } from '@verisim/report';
import { type Run, startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { type ColdFiles, openEvaluation, readArrival, readColdFiles } from '../cold-files.ts';
import { missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepReplaced } from '../keep-replaced.ts';
import { requireWorkspace, trainingFile } from '../locks.ts';
import { plain } from '../printable.ts';
import { saySection } from '../say-section.ts';
import { optional, wholeNumber } from '../settings.ts';
import { ratiosOf } from '../sweep-order.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { todayOption } from '../today.ts';
import { htmlOption, writeReport } from '../write-report.ts';

const NAME = 'replace';

/** What one call of the command found. */
interface Found {
  readonly start: ColdStart;
  readonly files: ColdFiles;
  /** `null` for a sweep without new rows. */
  readonly taken: TakenIn | null;
  readonly source: JudgedLabelSource | null;
  readonly replaced: Replaced;
  readonly sections: readonly ReportSection[];
}

/** `verisim replace`: real rows into a cold start; the first ones are locked away, the ratio is swept on schedule, and the play ends when they carry the model alone. */
export async function run(call: Call): Promise<ExitCode> {
  const { arguments: words, options, terminal, signal } = call;
  const [file] = words;
  if (file === undefined && options.sweep !== true) throw missingOption('a file of real rows, or --sweep', NAME);
  const html = htmlOption(options);
  const plays = await import('@verisim/plays');
  const workspace = await requireWorkspace('.', NAME);
  const today = plays.parseDay(todayOption(options), 'The day --today');
  const start = await plays.coldStartOf(workspace, optional(options, 'play'));
  const files = await readColdFiles(workspace, start);
  const arrival = file === undefined ? null : await readArrival(file, start, options, signal);
  if (arrival === null && start.replaced === null) throw missingOption('a file of real rows: none have come yet', NAME);
  const seed = String(options.seed);
  const request = {
    play: start.place,
    sequence: 1 + (start.replaced?.sequence ?? 0),
    real: arrival?.hash ?? null,
    today,
  };
  const record = await startRun(workspace, { name: NAME, ...request, sweep: options.sweep === true, seed });
  try {
    const found = await replace(call, { start, files, arrival, today, seed }, record);
    terminal.clearProgress();
    const report = reportOf(found, { seed, today });
    await keepReplaced(record, found, report);
    if (html) await writeReport(report, html);
    say(found, record, terminal);
    return exitCodes.done;
  } finally {
    await record.abandon();
  }
}

interface Given {
  readonly start: ColdStart;
  readonly files: ColdFiles;
  readonly arrival: Awaited<ReturnType<typeof readArrival>> | null;
  readonly today: string;
  readonly seed: string;
}

async function replace({ options, terminal, signal }: Call, given: Given, record: Run): Promise<Found> {
  const { start, files, arrival, today, seed } = given;
  const { workspace } = files;
  const plays = await import('@verisim/plays');
  const { boostedTrees, learnerFor } = await import('@verisim/evaluator-utility');
  const learner = learnerFor(files.made.table, start.plan.target, boostedTrees());
  const progress = ({ done, total, note = 'working' }: { done: number; total?: number; note?: string }) =>
    terminal.progress(note, done, total);
  const ctx = createContext({ seed, signal, progress });
  const taken =
    arrival &&
    (await plays.takeInRows(workspace, start, { ...files, ...arrival, seed, allNew: options.allNew === true }));
  const training = taken?.training ?? files.training!;
  const locks = taken?.locks ?? files.locks;
  const state = stateOf(start, taken, { today, training: training.table.rows });
  const sections: ReportSection[] = [];
  const show = (section: ReportSection) => {
    terminal.say(`\n${section.title}`);
    saySection(section, terminal);
    sections.push(section);
  };
  if (taken) show(plays.takenInSection(start, state, taken));
  const numbers = {
    ratios: ratiosOf(String(options.ratios)),
    folds: wholeNumber(String(options.folds), '--folds', 2),
    seeds: wholeNumber(String(options.seeds), '--seeds', 1),
  };
  const source =
    taken && arrival?.said ? await judgeSource({ start, taken, said: arrival.said, ...numbers }, ctx) : null;
  if (source) show(source.section);
  const replaced = await plays.replaceRows(
    {
      start,
      state,
      training,
      made: files.made,
      learner,
      ...numbers,
      fingerprints: await plays.evaluationFingerprints(workspace, locks),
      run: record.id,
      today,
      sweep: options.sweep === true,
      openEvaluation: () => openEvaluation(workspace, locks, start, record),
      show,
    },
    ctx,
  );
  return { start, files, taken, source, replaced, sections };
}

/** The state before the sweep. */
function stateOf(
  { place, replaced }: ColdStart,
  taken: TakenIn | null,
  { today, training }: { readonly today: string; readonly training: number },
): ReplaceState {
  const added = taken?.added ?? 0;
  const now = taken && taken.locked > 0 ? taken.locks[taken.locks.length - 1] : null;
  return {
    play: place,
    sequence: 1 + (replaced?.sequence ?? 0),
    day: today,
    arrived: (replaced?.arrived ?? 0) + added,
    added,
    evaluation: [...(replaced?.evaluation ?? []), ...(now ? [{ id: now.id, rows: now.rows }] : [])],
    training,
    swept: replaced?.swept ?? null,
    opened: replaced?.opened ?? null,
    ended: null,
  };
}

async function judgeSource(
  {
    start,
    taken,
    said,
    folds,
    seeds,
  }: {
    start: ColdStart;
    taken: TakenIn;
    said: { name: string; labels: readonly (string | null)[] };
    folds: number;
    seeds: number;
  },
  ctx: ReturnType<typeof createContext>,
): Promise<JudgedLabelSource | null> {
  const { judgeLabelSource, LEAST_TO_SWEEP } = await import('@verisim/plays');
  const { takeRows } = await import('@verisim/core');
  const { table } = taken.training;
  if (taken.places.length < LEAST_TO_SWEEP) return null;
  const own = Int32Array.from({ length: taken.places.length }, (_, i) => table.rows - taken.places.length + i);
  const { target, metric } = start.plan;
  const { boostedTrees, learnerFor } = await import('@verisim/evaluator-utility');
  const labelled: Table = takeRows(table, own);
  const labels = Array.from(taken.places, (place) => said.labels[place]);
  const request = { name: said.name, labelled, said: labels, train: table, target, metric, folds, seeds };
  return judgeLabelSource({ ...request, learner: learnerFor(table, target, boostedTrees()) }, ctx);
}

function reportOf({ start, replaced, sections }: Found, { seed, today }: { seed: string; today: string }): Report {
  const { judged, says, state } = replaced;
  return {
    title: 'Real rows for made ones',
    question: `Do real rows carry the model of ${start.place} alone?`,
    ...(start.plan.requirement !== undefined && { requirement: `${start.plan.metric} ${start.plan.requirement}` }),
    verdicts: judged ? [{ title: 'Real + made rows against real rows alone', verdict: judged.verdict }] : [],
    sections: [{ title: 'What follows', text: [says] }, ...sections],
    provenance: { seed, today, play: start.place, state: state as unknown as Json },
  };
}

function say({ start, files, taken, source, replaced }: Found, { place, folder }: Run, terminal: Terminal): void {
  const { state, says, judged } = replaced;
  if (terminal.json) {
    const noise = source && { noise: source.noise, biases: source.biases.biases, curve: source.curve.points };
    const moved = taken && { added: taken.added, known: taken.known, locked: taken.locked, doubles: taken.doubles };
    printJson({ says, state, taken: moved, source: noise, verdict: judged?.verdict ?? null, run: place, folder });
    return;
  }
  terminal.say(`\n${plain(says)}`);
  terminal.say(`train on: ${folder}/data.csv${state.ended ? ' (real rows alone)' : ''}`);
  terminal.say(`run: ${place} (verisim report ${place})`);
  if (!state.ended) return;
  const training = state.evaluation[0] && trainingFile('.', files.workspace, state.evaluation[0].id);
  terminal.say(plain(`The model of ${start.place} is to be thrown away. Next: verisim baseline ${training}`));
}

export type { ArrivedRows, Found };
