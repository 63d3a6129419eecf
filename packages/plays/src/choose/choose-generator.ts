import {
  type Context,
  checkpoint,
  fit,
  forkContext,
  type Generator,
  isVerisimError,
  type Json,
  type Learner,
  quietContext,
  resolveOptions,
  sample,
  type Table,
} from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import { noRungs } from '../errors.ts';
import type { ChoiceAccount, CriterionAccount, NotJudged, RungAccount } from './choice-account.ts';
import { type ChoiceParts, MOST_COMPARED, rowsForChoice, splitForChoice } from './choice-split.ts';
import { type ChoiceTerms, choiceTerms } from './choice-terms.ts';
import { comparedColumns } from './compared-columns.ts';
import { type Criterion, judgeCriterion } from './criterion.ts';
import { detectionCriterion } from './detection-criterion.ts';
import { fidelityCriteria } from './fidelity-criteria.ts';
import { trainingCriterion } from './training-criterion.ts';

/** A generator to try, with its raw options. */
export interface Rung {
  readonly generator: Generator<unknown, 'data'>;
  readonly options?: Json;
}

/** What to choose from, and on what. */
export interface ChooseRequest {
  /** Simplest first. */
  readonly rungs: readonly Rung[];
  /** The training part; nothing else is looked at. */
  readonly train: Table;
  /** Classes or numbers; without it nobody trains, and the account says so. */
  readonly target?: string;
  /** Of classes; boosted trees of 60 rounds and at most 100 columns each when left out. */
  readonly learner?: Learner;
  readonly terms?: Partial<ChoiceTerms>;
}

/** The rung that won, and why. It is yet to be fitted to all of the training rows. */
export interface Choice {
  readonly rung: Rung;
  readonly account: ChoiceAccount;
}

/**
 * Fits rung after rung to one half of the training rows and judges as many rows of each against the other half: column shapes, pair
 * trends, a detector, and training on synthetic rows. The first that passes all that this table allows wins, and the rungs after
 * it are not tried. When none passes, the one whose worst criterion is nearest to its limit wins, and `passed` is false; likewise the
 * first that can be fitted when nothing can be judged. Equal seeds choose alike. Throws `plays/no-rungs`, `core/bad-options`, and
 * what the first rung threw when none could be fitted.
 */
export async function chooseGenerator(request: ChooseRequest, ctx: Context): Promise<Choice> {
  const { rungs, train, target } = request;
  if (rungs.length === 0) throw noRungs();
  for (const { generator, options } of rungs) resolveOptions(generator, options ?? {});
  const own = forkContext(ctx, 'choose');
  const terms = { ...choiceTerms, ...request.terms };
  const parts = splitForChoice(train, target, rowsForChoice(train, terms.rows), own.random.fork('split'));
  const compared = comparedColumns(train, target, MOST_COMPARED, own.random.fork('columns'));
  const { criteria, notJudged } = await allCriteria({ ...request, ...parts, compared, terms }, own);
  const accounts: RungAccount[] = [];
  const faults: unknown[] = [];
  for (const [index, rung] of rungs.entries()) {
    const decided = accounts.some(({ state }) => state === 'passed') || (criteria.length === 0 && settled(accounts));
    if (decided) {
      accounts.push(accountOf(rung, { state: 'not tried' }));
      continue;
    }
    ctx.progress({ done: index, total: rungs.length, note: 'choosing a generator' });
    accounts.push(await tryRung(rung, parts, criteria, faults, forkContext(own, `rung:${index}`)));
  }
  const at = bestOf(accounts);
  if (at < 0) throw faults[0];
  const passed = accounts[at].state === 'passed';
  const rows = { fit: parts.fit.rows, validation: parts.validation.rows, of: train.rows };
  const columns = { compared: compared.length, of: train.columns.length };
  const chosen = rungs[at].generator.name;
  const found = { chosen, passed, target: target ?? null, rows, columns, notJudged, rungs: accounts };
  return { rung: rungs[at], account: found };
}

const MAKERS = [
  ['fidelity', fidelityCriteria],
  ['detection', detectionCriterion],
  ['training', trainingCriterion],
] as const;

type Judging = Parameters<typeof trainingCriterion>[0];

async function allCriteria(
  request: Omit<Judging, 'learner'> & { readonly learner?: Learner },
  ctx: Context,
): Promise<{ readonly criteria: readonly Criterion[]; readonly notJudged: readonly NotJudged[] }> {
  const judging: Judging = { ...request, learner: request.learner ?? usualLearner(request.fit) };
  const parts = [];
  for (const [label, make] of MAKERS) {
    await checkpoint(ctx.signal);
    parts.push(await make(judging, quietContext(forkContext(ctx, label))));
  }
  return {
    criteria: parts.flatMap(({ criteria }) => criteria),
    notJudged: parts.flatMap(({ notJudged }) => notJudged),
  };
}

async function tryRung(
  rung: Rung,
  { fit: real }: ChoiceParts,
  criteria: readonly Criterion[],
  faults: unknown[],
  ctx: Context,
): Promise<RungAccount> {
  // What fitting to a half notes is no provenance of the rows that come of it.
  const own = { ...quietContext(ctx), note: () => {} };
  const judged: CriterionAccount[] = [];
  try {
    const model = await fit(rung.generator, real, rung.options ?? {}, forkContext(own, 'fit'));
    const { table } = await sample(rung.generator, model, { rows: real.rows }, forkContext(own, 'sample'));
    for (const criterion of criteria)
      judged.push(await judgeCriterion(criterion, table, forkContext(own, criterion.criterion)));
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    faults.push(error);
    return accountOf(rung, { state: 'not fitted', why: error.message });
  }
  const passed = judged.length > 0 && judged.every((criterion) => criterion.passed);
  return accountOf(rung, { state: passed ? 'passed' : 'lacking', criteria: judged });
}

function accountOf({ generator, options }: Rung, parts: Partial<RungAccount>): RungAccount {
  const { name, version } = generator;
  return { name, version, options: options ?? {}, state: 'lacking', criteria: [], why: null, ...parts };
}

/** Each tree of a wide table sees some 100 of its columns: the time would grow with all of them. */
function usualLearner({ columns }: Table): Learner {
  return boostedTrees({ rounds: 60, columnShare: Math.min(1, 100 / columns.length) });
}

/** Without a criterion the first rung that can be fitted is as good as any. */
const settled = (accounts: readonly RungAccount[]): boolean => accounts.some(({ state }) => state === 'lacking');

/** The rung that passed, else the one whose worst criterion is nearest to its limit; -1 when none could be fitted. */
function bestOf(accounts: readonly RungAccount[]): number {
  const passed = accounts.findIndex(({ state }) => state === 'passed');
  if (passed >= 0) return passed;
  const worst = ({ criteria }: RungAccount) =>
    criteria.reduce((most, { spent }) => Math.max(most, spent ?? Infinity), 0);
  let best = -1;
  for (const [index, account] of accounts.entries()) {
    if (account.state !== 'lacking') continue;
    if (best < 0 || worst(account) < worst(accounts[best])) best = index;
  }
  return best;
}
