import { type CodedColumn, type Column, type ColumnSpec, columnKinds, LINEAGE_PREFIX } from '@verisim/core';
import { type Block, type ColumnPlan, chanceOf } from '../record/column-plan.ts';
import { printDate } from '../record/print-date.ts';
import { printNumber } from '../record/print-number.ts';
import { replayOf } from './derivations.ts';
import { type Expansion, pickByWeight, type Writer } from './expansion.ts';
import { type Alternative, alternativeName, type ChoiceRule, type Grammar } from './grammar.ts';
import type { LabelColumn } from './label-columns.ts';

/** The note under which a block tells which alternatives it chose: one character for each, 1 or 0. */
export const CHOSEN = 'grammar-chosen';

/** A column of texts and the columns that its choices fill. */
export interface TemplateColumn {
  readonly spec: ColumnSpec;
  readonly root: ChoiceRule;
  readonly write: Writer;
  readonly labels: readonly LabelColumn[];
  readonly grammar: Grammar;
  /** Columns that its texts speak of. */
  readonly uses: ReadonlySet<string>;
  /** Choices of a row where they are listed beforehand. */
  readonly choicesOf: ((row: number) => readonly number[]) | null;
  /** Says which alternative of the root was chosen. */
  readonly traced: boolean;
}

/** The name of the column that says which alternative of its rule a text comes from. */
export const RULE_COLUMN: string = `${LINEAGE_PREFIX}rule`;

/** The plan of a column of texts: the text, its labels, and which alternative it comes from. */
export function templatePlan(column: TemplateColumn, known: ReadonlyMap<string, ColumnSpec>): ColumnPlan {
  const { spec, root, labels, traced } = column;
  const labelSpecs = labels.map(
    ({ name, levels, nullable }): ColumnSpec => ({ name, kind: 'category', nullable, role: 'feature', levels }),
  );
  const rules = root.alternatives.map((one) => alternativeName(root, one));
  const traceSpec: ColumnSpec = {
    name: RULE_COLUMN,
    kind: 'category',
    nullable: false,
    role: 'lineage',
    levels: rules,
  };
  return {
    specs: [spec, ...labelSpecs, ...(traced ? [traceSpec] : [])],
    uses: [...column.uses],
    spot: root.spot,
    draw: null,
    fill: (block) => fillTexts(block, column, known, rules),
  };
}

function fillTexts(
  block: Block,
  column: TemplateColumn,
  known: ReadonlyMap<string, ColumnSpec>,
  rules: readonly string[],
): readonly Column[] {
  const { spec, root, labels, grammar, write, traced, choicesOf } = column;
  const random = chanceOf(block, spec.name);
  const texts = new Array<string>(block.rows);
  const codes = labels.map(() => new Int32Array(block.rows).fill(-1));
  const places = new Int32Array(traced ? block.rows : 0);
  const seen = new Uint8Array(grammar.alternatives.length);
  const settings = grammar.alternatives.map(({ set }) => settingsOf(set, labels));
  const [first, last] = [root.alternatives[0].id, root.alternatives[root.alternatives.length - 1].id];
  const cells = new Map([...column.uses].map((name) => [name, printerOf(block.columns.get(name)!, known.get(name)!)]));
  let row = 0;
  const chosen = ({ id }: Alternative): void => {
    seen[id] = 1;
    if (traced && id >= first && id <= last) places[row] = id - first;
    for (const [label, code] of settings[id]) codes[label][row] = code;
  };
  const shared = {
    random,
    value: (rule: Parameters<Expansion['value']>[0]) => rule.draw(random),
    cell: (name: string) => cells.get(name)!(row),
    chosen,
  };
  const replay = choicesOf === null ? null : Object.assign(replayOf(new Map()), shared);
  const expansion: Expansion = replay ?? {
    ...shared,
    pick: (rule, allowed) => pickByWeight(rule, allowed, random),
    count: (low, high) => (low === high ? low : random.int(low, high + 1)),
    bound: new Map(),
    last: null,
  };
  for (; row < block.rows; row++) {
    if (replay !== null) replay.begin(choicesOf!(block.first + row));
    else if (expansion.bound.size > 0) expansion.bound.clear();
    texts[row] = write(expansion);
  }
  if (grammar.alternatives.length > 1) block.note(CHOSEN, seen.join(''));
  return [
    { storage: 'text', values: texts },
    ...labels.map(({ levels }, i): CodedColumn => ({ storage: 'coded', codes: codes[i], levels })),
    ...(traced ? [{ storage: 'coded', codes: places, levels: rules } as const] : []),
  ];
}

/** Label and level of what an alternative sets, by number. */
function settingsOf(
  set: ReadonlyMap<string, string>,
  labels: readonly LabelColumn[],
): readonly (readonly [number, number])[] {
  return [...set].flatMap(([name, level]) => {
    const label = labels.findIndex((one) => one.name === name);
    return label < 0 ? [] : [[label, labels[label].levels.indexOf(level)] as const];
  });
}

/** Cells as they stand in a text; missing ones are empty. */
function printerOf(column: Column, { kind, decimals, format }: ColumnSpec): (row: number) => string {
  if (column.storage === 'coded') return (row) => column.levels[column.codes[row]] ?? '';
  if (column.storage === 'text') return (row) => column.values[row] ?? '';
  const { values } = column;
  if (kind === 'datetime')
    return (row) => (Number.isNaN(values[row]) ? '' : printDate(values[row], format ?? '%Y-%m-%d'));
  const places = columnKinds[kind].whole ? 0 : (decimals ?? null);
  return (row) => (Number.isNaN(values[row]) ? '' : printNumber(values[row], places));
}
