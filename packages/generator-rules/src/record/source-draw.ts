import { type CodedColumn, type Column, columnKinds, type NumericColumn, parseInstant } from '@verisim/core';
import { badValue, emptyChoice, impossibleRange } from '../errors.ts';
import type { RuleNode } from '../rules/node.ts';
import { entry, listOf, mapOf, needed, spotOf } from '../rules/read.ts';
import { chanceOf } from './column-plan.ts';
import type { ColumnContext, ColumnSource, SourceReader } from './column-source.ts';
import { type Distribution, shareWithin, uniform, weighted, within } from './distribution.ts';
import { type BlockTest, readConditions } from './read-conditions.ts';
import { type Draw, readDraw } from './read-draw.ts';

/** The least share of a distribution that must lie within a column's bounds. */
const LEAST_SHARE = 1e-3;

/** `draw: { normal: { mean: 3, sd: 1 } }`. */
export const drawSource: SourceReader = (node, context) =>
  sourceOfDraws([{ draw: readDraw(node), test: null, node }], context, false);

/** `when: [{ if: {...}, then: DRAW }, ..., { else: DRAW }]`: the first row of the table that fits decides; where none does the cell is missing. */
export const whenSource: SourceReader = (node, context) => {
  const cases = listOf(node, 'the cases of when').items.map((item): Case => {
    const map = mapOf(item, 'a case', ['if', 'then', 'else']);
    const otherwise = entry(map, 'else');
    if (otherwise !== undefined) {
      if (map.entries.size > 1)
        throw badValue(spotOf(item), 'this case has else and more', 'Write else: as a case of its own, the last.');
      return { draw: readDraw(otherwise), test: null, node: otherwise };
    }
    const then = needed(map, 'then');
    return { draw: readDraw(then), test: readConditions(needed(map, 'if'), context.known), node: then };
  });
  if (cases.length === 0) throw emptyChoice(spotOf(node), 'when has no cases');
  const last = cases.findIndex(({ test }) => test === null);
  if (last >= 0 && last < cases.length - 1)
    throw badValue(spotOf(cases[last + 1].node), 'this case comes after else and is never met', 'Put else last.');
  return sourceOfDraws(cases, context, last < 0);
};

/** A column without a rule: evenly within its bounds, or over its levels. */
export const plainSource = (node: RuleNode, context: ColumnContext): ColumnSource => {
  const { kind, bounds, levels, name } = context;
  if (kind !== null && columnKinds[kind].storage === 'coded') {
    const own = levels ?? (kind === 'boolean' ? ['false', 'true'] : []);
    if (own.length === 0) throw emptyChoice(spotOf(node), `${name} has no levels`);
    return sourceOfDraws(
      [{ draw: { distribution: weighted(own.map(() => 1)), levels: own }, test: null, node }],
      context,
      false,
    );
  }
  if (kind !== null && columnKinds[kind].storage === 'numeric' && bounds !== null) {
    const whole = columnKinds[kind].whole && kind !== 'datetime';
    const distribution = whole ? evenly(bounds) : uniform(...bounds);
    return sourceOfDraws([{ draw: { distribution, levels: null }, test: null, node }], context, false);
  }
  const wanted = kind === 'text' || kind === 'id' ? 'template, pattern, fake or key' : 'draw, or bounds';
  throw badValue(spotOf(node), `nothing says what stands in ${name}`, `Give it ${wanted}.`);
};

function evenly([low, high]: readonly [number, number]): Distribution {
  const count = high - low + 1;
  return {
    draw: (random) => low + Math.floor(random.next() * count),
    below: (x) => Math.min(1, Math.max(0, (Math.floor(x) - low + 1) / count)),
    form: 'steps',
    low,
    high,
  };
}

interface Case {
  readonly draw: Draw;
  readonly test: BlockTest | null;
  readonly node: RuleNode;
}

function sourceOfDraws(cases: readonly Case[], context: ColumnContext, nullable: boolean): ColumnSource {
  const texts = cases.filter(({ draw }) => draw.levels !== null).length;
  const { kind } = context;
  const asDates = kind === 'datetime' && texts === cases.length;
  if (texts > 0 && texts < cases.length)
    throw badValue(spotOf(cases[0].node), 'some cases draw numbers and others texts', 'Let all draw the same.');
  if (texts === 0 || asDates) return numericSource(asDates ? cases.map(dated) : cases, context, nullable);
  if (kind !== null && columnKinds[kind].storage !== 'coded' && columnKinds[kind].storage !== 'text')
    throw badValue(spotOf(cases[0].node), `a ${kind} column draws texts`, 'Take another kind, or draw numbers.');
  const levels = [...new Set([...(context.levels ?? []), ...cases.flatMap(({ draw }) => draw.levels!)])];
  const drawn = cases.map(({ draw, test }) => ({
    test,
    codes: draw.levels!.map((level) => levels.indexOf(level)),
    draw,
  }));
  const fill: ColumnSource['fill'] = (block) => {
    const random = chanceOf(block, context.name);
    const codes = new Int32Array(block.rows).fill(-1);
    const which = whichCase(cases, block);
    for (let row = 0; row < block.rows; row++) {
      const found = which(row);
      if (found >= 0) codes[row] = drawn[found].codes[drawn[found].draw.distribution.draw(random)];
    }
    return kind === 'text' || kind === 'id'
      ? textColumn(codes, levels)
      : ({ storage: 'coded', codes, levels } satisfies CodedColumn);
  };
  const single =
    cases.length === 1 && levels.length === cases[0].draw.levels!.length && kind !== 'text' && kind !== 'id';
  return { kind: kind ?? 'category', levels, nullable, fill, ...(single && { draw: cases[0].draw }) };
}

/** Dates that are written as levels, as instants. */
function dated({ draw, test, node }: Case): Case {
  const times = draw.levels!.map(parseInstant);
  if (times.some(Number.isNaN)) throw badValue(spotOf(node), 'this is no date', 'Write it as 2024-12-31.');
  const distribution: Distribution = {
    ...draw.distribution,
    draw: (random) => times[draw.distribution.draw(random)],
    form: 'mixed',
  };
  return { draw: { distribution, levels: null }, test, node };
}

function textColumn(codes: Int32Array, levels: readonly string[]): Column {
  return { storage: 'text', values: Array.from(codes, (code) => (code < 0 ? null : levels[code])) };
}

function numericSource(cases: readonly Case[], context: ColumnContext, nullable: boolean): ColumnSource {
  const steps = cases.every(({ draw }) => draw.distribution.form === 'steps');
  const kind = context.kind ?? (steps ? 'integer' : 'number');
  if (columnKinds[kind].storage !== 'numeric')
    throw badValue(spotOf(cases[0].node), `a ${kind} column draws numbers`, 'Take another kind, or draw levels.');
  const rounded = columnKinds[kind].whole && !steps;
  const laws = cases.map(({ draw, node }) => bounded(draw.distribution, context, rounded, node));
  const fill = (block: Parameters<ColumnSource['fill']>[0]): NumericColumn => {
    const random = chanceOf(block, context.name);
    const values = new Float64Array(block.rows).fill(Number.NaN);
    const which = whichCase(cases, block);
    for (let row = 0; row < block.rows; row++) {
      const found = which(row);
      if (found < 0) continue;
      const value = laws[found].draw(random);
      values[row] = rounded ? Math.round(value) : value;
    }
    return { storage: 'numeric', values };
  };
  const single = cases.length === 1 && cases[0].test === null;
  return { kind, nullable, fill, ...(single && { draw: { distribution: laws[0], levels: null } }) };
}

/** A distribution within the column's bounds; a half more on either side where values are rounded. */
function bounded(of: Distribution, { bounds, name }: ColumnContext, rounded: boolean, node: RuleNode): Distribution {
  if (bounds === null) return of;
  const [low, high] = rounded ? [bounds[0] - 0.499999, bounds[1] + 0.499999] : bounds;
  const share = of.low >= low && of.high <= high ? 1 : shareWithin(of, low, high);
  if (share < LEAST_SHARE)
    throw impossibleRange(
      spotOf(node),
      `${share > 0 ? `hardly anything (${share.toExponential(1)})` : 'nothing'} of what ${name} draws lies within its bounds ${bounds[0]} to ${bounds[1]}`,
      'Mend the bounds, or what is drawn.',
    );
  return share === 1 ? of : within(of, low, high);
}

function whichCase(cases: readonly Case[], block: Parameters<BlockTest>[0]): (row: number) => number {
  if (cases.length === 1 && cases[0].test === null) return () => 0;
  const tests = cases.map(({ test }) => test?.(block) ?? (() => true));
  return (row) => tests.findIndex((test) => test(row));
}
