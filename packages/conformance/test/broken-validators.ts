import { type RowFinding, type Table, type Validator, type Verdict, verisimError } from '@verisim/core';
import { z } from 'zod';
import type { ValidatorCheckName, ValidatorSetup } from '../src/index.ts';
import { badImport, badImportSays } from './bad-import.ts';
import { type BrokenCall, brokenCalls } from './broken-calls.ts';
import { type DistanceOptions, distance, rowsWhere } from './distance-validator.ts';

/** A validator broken in one way: the one check that must fail, and what its message must say. */
export interface BrokenValidator {
  readonly check: ValidatorCheckName;
  readonly what: string;
  readonly says: RegExp;
  readonly validator: Validator<never>;
  readonly setup?: ValidatorSetup;
}

type Check = typeof distance.check;
type Given = Parameters<Check>;

function broken(
  check: ValidatorCheckName,
  what: string,
  says: RegExp,
  parts: Partial<Record<keyof typeof distance, unknown>>,
): BrokenValidator {
  return { check, what, says, validator: { ...distance, ...parts } as never };
}

/** Changes every verdict; `change` is given what the validator was. */
function verdicts(change: (verdict: Verdict, ...given: Given) => Verdict): { check: Check } {
  return { check: async (...given) => change(await distance.check(...given), ...given) };
}

/** Adds a finding on rows. */
function found(verdict: Verdict, rows: Iterable<number>, parts: Partial<RowFinding> = {}): Verdict {
  const finding = { rule: 'one-more', level: 'info', message: 'One more.', drops: false, ...parts } as const;
  return { ...verdict, findings: [...verdict.findings, { ...finding, rows: Int32Array.from(rows) }] };
}

/** The usual batches of the kit: their second column is a number, their fifth a category. */
const isUsual = (batch: Table) => batch.columns.length === 7 && (batch.rows === 120 || batch.rows === 77);

/** Broken in what they say of themselves and in the form of their verdicts. */
const brokenForms: readonly BrokenValidator[] = [
  broken('shape', 'an api of its own', /api 2/, { api: 2 }),
  broken('shape', 'no summary', /a summary that is not one line/, { summary: undefined }),
  broken('options', 'a default that is no option', /does not take its own resolved options back/, {
    options: z.strictObject({ most: z.number().max(4).default(5), drop: z.boolean().default(true) }),
  }),
  {
    ...broken('import', 'a module that does something', badImportSays, {}),
    setup: { imports: badImport },
  },
  broken('keep', 'a verdict on all rows but the last', /judges \d+ of \d+ rows/, {
    ...verdicts((verdict, batch) => (isUsual(batch) ? { ...verdict, keep: verdict.keep.slice(0, -1) } : verdict)),
  }),
  broken('keep', 'probabilities in place of flags', /no Uint8Array/, {
    ...verdicts((verdict, batch) =>
      isUsual(batch) ? { ...verdict, keep: Float64Array.from(verdict.keep, (flag) => flag / 2) as never } : verdict,
    ),
  }),
  broken('findings', 'a rule with a space', /the rule "one more"/, {
    ...verdicts((verdict, batch) => (isUsual(batch) ? found(verdict, [], { rule: 'one more' }) : verdict)),
  }),
  broken('findings', 'a level of its own', /unknown level "fatal"/, {
    ...verdicts((verdict, batch) => (isUsual(batch) ? found(verdict, [], { level: 'fatal' as never }) : verdict)),
  }),
  broken('findings', 'rows in a plain list', /no Int32Array/, {
    ...verdicts((verdict, batch) => {
      if (!isUsual(batch)) return verdict;
      return { ...verdict, findings: verdict.findings.map((each) => ({ ...each, rows: [...each.rows] as never })) };
    }),
  }),
  broken('finding-rows', 'rows that count from 1', /finds "one-more" in row (120|77) of (120|77) rows/, {
    ...verdicts((verdict, batch) => (isUsual(batch) ? found(verdict, [batch.rows]) : verdict)),
  }),
  broken('finding-rows', 'a row named twice', /in row 3 after row 3/, {
    ...verdicts((verdict, batch) => (isUsual(batch) ? found(verdict, [3, 3]) : verdict)),
  }),
  broken('drops', 'drops a row in silence', /drops row \d+ without a finding/, {
    ...verdicts((verdict, batch) => (isUsual(batch) ? { ...verdict, keep: verdict.keep.map(() => 0) } : verdict)),
  }),
  broken('drops', 'keeps what it says it drops', /keeps row \d+, which a finding drops/, {
    ...verdicts((verdict, batch) => (isUsual(batch) ? { ...verdict, keep: verdict.keep.map(() => 1) } : verdict)),
  }),
  broken('tags', 'tags for kept rows only', /tags \d+ of 120 rows with "far"/, {
    ...verdicts((verdict, batch) => {
      if (!isUsual(batch)) return verdict;
      const far = (verdict.tags!.far as Float64Array).filter((_, row) => verdict.keep[row] === 1);
      return { ...verdict, tags: { far } };
    }),
  }),
  broken('tags', 'an infinite tag', /with "far" Infinity/, {
    ...verdicts((verdict, batch) => {
      if (!isUsual(batch)) return verdict;
      return { ...verdict, tags: { far: (verdict.tags!.far as Float64Array).map(() => Number.POSITIVE_INFINITY) } };
    }),
  }),
];

/** Broken in what their verdicts depend on. */
const brokenMeanings: readonly BrokenValidator[] = [
  broken('row-order', 'keeps the first hundred rows whatever they are', /in another order/, {
    ...verdicts((verdict) =>
      found(
        verdict,
        rowsWhere(Math.min(100, verdict.keep.length), (row) => row % 2 === 0),
      ),
    ),
  }),
  broken('evidence-order', 'takes the first training rows for all', /with the training rows in another order/, {
    check: (...[batch, options, evidence, ctx]: Given) => {
      const { train } = evidence;
      if (!train || !isUsual(batch)) return distance.check(batch, options, evidence, ctx);
      const columns = train.columns.map((column) =>
        column.storage === 'numeric' ? { ...column, values: column.values.slice(0, 20) } : column,
      );
      return distance.check(batch, options, { train: { ...train, columns } }, ctx);
    },
  }),
  broken('answer-detached', 'a column of the batch as a tag', /changes with the tables it was given/, {
    ...verdicts((verdict, batch) => {
      const age = batch.columns[1];
      if (!isUsual(batch) || age.storage !== 'numeric') return verdict;
      return { ...verdict, tags: { ...verdict.tags, age: age.values } };
    }),
  }),
  broken('level-codes', 'the code of a level as a tag', /with the levels listed backwards/, {
    ...verdicts((verdict, batch) => {
      const city = batch.columns[4];
      return isUsual(batch) && city.storage === 'coded'
        ? { ...verdict, tags: { ...verdict.tags, city: Float64Array.from(city.codes) } }
        : verdict;
    }),
  }),
  broken('odd-names', 'columns kept in an object by name', /the same rows with odd column names/, {
    check: (...[batch, options, evidence, ctx]: Given) => {
      if (!evidence.train || batch.spec.columns[0]?.name !== '__proto__' || batch.rows < 100)
        return distance.check(batch, options, evidence, ctx);
      const inherited: Record<string, unknown> = {};
      const known = evidence.train.spec.columns.filter(({ name }) => inherited[name] === undefined);
      const columns = evidence.train.columns.filter((_, i) => known.includes(evidence.train!.spec.columns[i]));
      return distance.check(batch, options, { train: { ...evidence.train, spec: { columns: known }, columns } }, ctx);
    },
  }),
  broken('odd-levels', 'levels that are trimmed', /the same rows with odd levels/, {
    ...verdicts((verdict, batch) => {
      const city = batch.columns[4];
      if (!isUsual(batch) || city.storage !== 'coded') return verdict;
      return found(
        verdict,
        rowsWhere(batch.rows, (row) => !city.levels[city.codes[row]]?.trim()),
      );
    }),
  }),
  broken('evidence-absent', 'cannot do without a training table', /without evidence fails: Cannot read/, {
    check: (...[batch, options, evidence, ctx]: Given) => {
      ctx.signal.throwIfAborted();
      if (evidence.train!.rows < 0) throw new Error('never');
      return distance.check(batch, options, evidence, ctx);
    },
  }),
  broken('evidence-absent', 'demands a holdout', /without a holdout|without evidence/, {
    check: (...[batch, options, evidence, ctx]: Given) => {
      if (!evidence.holdout) throw verisimError('distance/no-holdout', 'There is no holdout.', 'Lock one.');
      return distance.check(batch, options, evidence, ctx);
    },
  }),
  broken('errors', 'expects the columns of training', /on a batch .* no VerisimError/, {
    check: (...[batch, options, evidence, ctx]: Given) => {
      if (evidence.train?.spec.columns[1]?.name === 'not age') throw new TypeError('no such column');
      return distance.check(batch, options, evidence, ctx);
    },
  }),
  broken('canary', 'tells the range of a training column', /tells a number of one real row: 918273645/, {
    ...verdicts((verdict, _, __, { train }) => {
      const age = train?.columns[1];
      const most = age?.storage === 'numeric' ? age.values.reduce((a, b) => Math.max(a, b), 0) : 0;
      return found(verdict, [], { message: `Numbers reach ${most}.` });
    }),
  }),
];

/** Every way in which a validator can be broken that the kit must tell from the others. */
export const brokenValidators: readonly BrokenValidator[] = [
  ...brokenForms,
  ...brokenMeanings,
  ...brokenCalls<Verdict>((verdict, message) => found(verdict, [], { message })).map(
    ({ check, what, says, call }: BrokenCall<Verdict>): BrokenValidator =>
      broken(check as ValidatorCheckName, what, says, {
        check: (batch: Table, options: DistanceOptions, evidence: Given[2], ctx: Given[3]) =>
          call({ table: batch, ctx, answer: async (own) => distance.check(batch, options, evidence, own) }),
      }),
  ),
];
