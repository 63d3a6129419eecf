/** Fits, samples and judges one subject on one data set, in a process of its own, and prints one line of JSON. */
import {
  type Context,
  createContext,
  fit,
  forkContext,
  type Generator,
  type Measurement,
  measure,
  sample,
  type Table,
  takeRows,
} from '@verisim/core';
import { exactCopies, fidelityScores } from '@verisim/evaluator-fidelity';
import { privacy } from '@verisim/evaluator-privacy';
import { strangeCells } from './tabular-cells.ts';
import { readDataSet } from './tabular-data.ts';
import { detectorAuc, drawn, testScore } from './tabular-judges.ts';
import { generators, type Subject } from './tabular-subjects.ts';

/** What is found out about a subject; `null` = does not apply. */
export interface Figures {
  readonly fitSeconds: number | null;
  readonly rowsPerSecond: number | null;
  /** Peak resident memory of reading, fitting and sampling as many rows, bytes. */
  readonly peakBytes: number | null;
  /** 1 - score, in [0, 1], against the training rows. */
  readonly shapeError: number;
  readonly trendError: number;
  readonly detectorAuc: number;
  /** ROC AUC, or RMSE. */
  readonly score: number | null;
  readonly realScore: number;
  /** Share of rows equal to a training row, and that share of the real test rows. */
  readonly copies: number;
  readonly testCopies: number;
  /** That share and two standard errors of it. */
  readonly mostCopies: number;
  readonly dcrShare: number;
  /** Cells that re-emit a value which occurs once, as a share of the rows, where that is most beyond fresh real rows; and theirs. */
  readonly onceOnly: number;
  readonly freshOnceOnly: number;
  /** The lower end of a 95 % interval of `onceOnly`. */
  readonly leastOnceOnly: number;
  readonly strangeCells: number;
}

/** Blocks that sampling is timed over. */
const TIMED_ROWS = 4 * 65_536;

interface Made {
  readonly table: Table;
  readonly fitSeconds: number | null;
  /** Samples so many rows more. */
  readonly more: ((rows: number) => Promise<unknown>) | null;
}

async function figuresOf(folder: string, subject: Subject, seed: string): Promise<Figures> {
  const { info, train, test } = await readDataSet(folder);
  const ctx = createContext({ seed });
  const { table, fitSeconds, more } = await make(subject, train, test, forkContext(ctx, 'whole'));
  const peakBytes = more && 1024 * process.resourceUsage().maxRSS;
  const rowsPerSecond = more && (await rateOf(more));
  const scores = fidelityScores(train, table);
  const testCopies = exactCopies(train, test)?.share ?? 0;
  return {
    fitSeconds,
    peakBytes,
    rowsPerSecond,
    shapeError: 1 - (scores.columnShapes ?? Number.NaN),
    trendError: 1 - (scores.pairTrends ?? Number.NaN),
    detectorAuc: detectorAuc(train, table, ctx.random.fork('detector')),
    score: subject.source === 'test' ? null : testScore(table, test, info),
    realScore: testScore(train, test, info),
    copies: exactCopies(train, table)?.share ?? 0,
    testCopies,
    mostCopies: testCopies + 2 * Math.sqrt((testCopies * (1 - testCopies)) / test.rows),
    strangeCells: strangeCells(train, table),
    ...(await privacyOf(subject, train, test, forkContext(ctx, 'half'))),
  };
}

async function make({ source, options }: Subject, train: Table, test: Table, ctx: Context): Promise<Made> {
  if (source === 'test') return { table: test, fitSeconds: null, more: null };
  if (source === 'bootstrap') {
    const again = Int32Array.from({ length: train.rows }, () => ctx.random.int(0, train.rows));
    return { table: takeRows(train, again), fitSeconds: null, more: null };
  }
  const generator = generators[source as keyof typeof generators] as unknown as Generator<unknown, 'data'>;
  const before = cpuSeconds();
  const model = await fit(generator, train, options, forkContext(ctx, 'fit'));
  const fitSeconds = cpuSeconds() - before;
  const more = (rows: number) => sample(generator, model, { rows }, forkContext(ctx, 'sample'));
  return { table: (await more(train.rows)).table, fitSeconds, more };
}

async function rateOf(more: (rows: number) => Promise<unknown>): Promise<number> {
  await more(TIMED_ROWS);
  const before = cpuSeconds();
  await more(TIMED_ROWS);
  return TIMED_ROWS / (cpuSeconds() - before);
}

/** Made from one half of the training rows and held against the other, as large. */
async function privacyOf(subject: Subject, train: Table, test: Table, ctx: Context) {
  const order = drawn(train.rows, train.rows, ctx.random.fork('halves'));
  const [real, holdout] = [0, 1].map((half) =>
    takeRows(
      train,
      order.filter((_, i) => i % 2 === half),
    ),
  );
  const { table: synthetic } = await make(subject, real, test, forkContext(ctx, 'make'));
  const { measurements } = await measure(
    { real, synthetic, holdout },
    [{ evaluator: privacy, options: { charts: false } }],
    ctx,
  );
  const share = measurements.find(({ metric }) => metric === 'dcr-share')?.value ?? Number.NaN;
  const once = measurements.filter(({ metric }) => metric === 'once-only-values');
  const worst = once.toSorted((a, b) => excess(b) - excess(a))[0];
  return {
    dcrShare: share,
    onceOnly: worst?.value ?? 0,
    leastOnceOnly: worst?.low ?? 0,
    freshOnceOnly: worst ? freshRate(worst) : 0,
  };
}

const freshRate = ({ reference = {} }: Measurement): number => reference['fresh real rows'] ?? 0;
const excess = (one: Measurement): number => (one.value ?? 0) - freshRate(one);

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

if (import.meta.main) {
  const [folder, text, seed] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await figuresOf(folder, JSON.parse(text) as Subject, seed)));
}
