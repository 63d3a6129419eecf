import { type Context, dropColumns, type Generator, isMissing, type Json, type Table, takeRows } from '@verisim/core';
import { learnIds } from '../draw-ids.ts';
import { noRowHolds } from '../errors.ts';
import { modelSchema } from '../model-schema.ts';
import { type HeldModel, rangeRules, stepOf } from './held-model.ts';
import { learnKeys } from './key-column.ts';
import { namedColumns, tableOfColumns } from './named-columns.ts';
import { planSteps } from './plan-steps.ts';
import { type Predicate, type Rule, rulesOf } from './rule.ts';
import { conditionsOf } from './rule-conditions.ts';
import type { StepState } from './step.ts';
import { createRepeats } from './unique-rows.ts';

/** Fits a generator to the rows that hold all rules, with some columns made into others. See `holdConstraints`. */
export async function fitHeld<O>(
  generator: Generator<O, 'data'>,
  predicates: Readonly<Record<string, Predicate>>,
  data: Table,
  options: O,
  ctx: Context,
): Promise<HeldModel> {
  const rules = rulesOf(data.spec, predicates);
  const { learned, broken } = holdingRows(data, rules);
  const { steps: states, held } = planSteps(learned, rules);
  const steps = states.map((state) => stepOf(state, data.spec));
  const keys = learnKeys(learned, rules, ctx.random.fork('constraints'));
  const ids = learnIds(data).map(({ column, pattern }) => ({
    column,
    pattern: { ...pattern, missing: missingShare(learned, column) },
  }));
  const how = rules.map((rule): [string, Json] => [rule.label, howHeld(rule, states, held)]);
  for (const { rule } of keys) how.push([rule, 'counted keys']);
  const account = { rows: data.rows, learned: learned.rows, broken, held: Object.fromEntries(how) };
  ctx.note('constraints', account);
  const encoded = steps.reduceRight((columns, step) => step.encode(columns), namedColumns(learned));
  const inner = await generator.fit(withoutMade(tableOfColumns(encoded), keys, ids, data), options, ctx);
  return {
    generator,
    inner,
    schema: modelSchema(data.spec),
    rules: [...rules, ...rangeRules(steps)],
    predicates: Object.keys(predicates),
    steps,
    keys,
    ids,
  };
}

/** The rows that hold all rules, and how many break each. Throws `generator-tabular/no-row-holds`. */
function holdingRows(
  data: Table,
  rules: readonly Rule[],
): { readonly learned: Table; readonly broken: Readonly<Record<string, number>> } {
  const holds = new Uint8Array(data.rows).fill(1);
  const broken = rules.map((rule): [string, number] => {
    const breaks = rule.constraint?.rule === 'unique' ? repeatsIn(data, rule) : rule.breaks(data);
    let count = 0;
    for (let row = 0; row < data.rows; row++) {
      if (!breaks(row)) continue;
      holds[row] = 0;
      count++;
    }
    return [rule.label, count];
  });
  const rows = Int32Array.from(holds.keys()).filter((row) => holds[row] === 1);
  if (rows.length === 0) {
    const [worst, count] = broken.reduce((a, b) => (b[1] > a[1] ? b : a));
    throw noRowHolds(data.rows, worst, count);
  }
  const learned = rows.length === data.rows ? data : takeRows(data, rows);
  return { learned, broken: Object.fromEntries(broken.filter(([, count]) => count > 0)) };
}

function missingShare({ columns, rows }: Table, at: number): number {
  let missing = 0;
  for (let row = 0; row < rows; row++) if (isMissing(columns[at], row)) missing++;
  return missing / rows;
}

function repeatsIn(data: Table, { columns, constraint }: Rule): (row: number) => boolean {
  const places = columns.map((name) => data.spec.columns.findIndex((spec) => spec.name === name));
  return createRepeats(places, constraint?.missing === 'fail')(data);
}

const WORDS: Readonly<Record<StepState['kind'], string>> = {
  join: 'joined columns',
  project: 'known combinations',
  offset: 'distance',
};

/** Rules that hold of every value that occurs; generators stay within the range and on the grid of what they learn. */
const ALWAYS: readonly string[] = ['range', 'one-of', 'multiple'];

function howHeld(rule: Rule, states: readonly StepState[], held: ReadonlySet<Rule>): string {
  if (rule.constraint && ALWAYS.includes(rule.constraint.rule) && conditionsOf(rule.constraint).length === 0)
    return 'learned values';
  const partly = states.find(({ rules }) => rules.includes(rule.label));
  if (held.has(rule) && partly) return WORDS[partly.kind];
  return partly ? `${WORDS[partly.kind]}, mending and rejection` : 'mending and rejection';
}

/** Keys and identifiers are not learned, unless nothing else would be left. */
function withoutMade(encoded: Table, keys: HeldModel['keys'], ids: HeldModel['ids'], { spec }: Table): Table {
  const names = [...keys, ...ids].map(({ column }) => spec.columns[column].name);
  return names.length < encoded.columns.length ? dropColumns(encoded, names) : encoded;
}
