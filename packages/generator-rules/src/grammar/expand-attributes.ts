import { type CodedColumn, createRandom, type Random } from '@verisim/core';
import { coveringArray, MOST_TUPLES } from '../covering/covering-array.ts';
import { canComplete, type Forbidden, isForbidden } from '../covering/forbidden.ts';
import { countTuples } from '../covering/tuples.ts';
import { badValue, emptyChoice, impossibleRange, tooLarge, unknownName } from '../errors.ts';
import type { Distribution } from '../record/distribution.ts';
import { readLevels } from '../record/read-draw.ts';
import type { RuleNode } from '../rules/node.ts';
import { listOf, mapOf, spotOf, textOf, wholeOf } from '../rules/read.ts';
import { placeOf } from '../rules/source.ts';

/** What rows are spread over: industry, locale, entity. */
export interface Attribute {
  readonly name: string;
  readonly levels: readonly string[];
  readonly distribution: Distribution;
  readonly node: RuleNode;
}

/** How attributes go together. */
export interface Attributes {
  readonly attributes: readonly Attribute[];
  readonly forbidden: readonly Forbidden[];
}

/** `random`, `pairwise` (`{ cover: 2 }`), `{ cover: t }` or `exhaustive`. */
export type Expand =
  | { readonly mode: 'random' }
  | { readonly mode: 'exhaustive' }
  | { readonly mode: 'cover'; readonly strength: number };

/** Combinations of attributes and texts that are listed at most. */
export const MOST_ENTRIES = 200_000;

/** `attributes: { industry: [bank, shop], locale: { en: 3, de: 1 } }` and `never: [{ industry: bank, locale: de }]`. */
export function readAttributes(node: RuleNode | undefined, never: RuleNode | undefined): Attributes {
  const attributes =
    node === undefined
      ? []
      : [...mapOf(node, 'attributes').entries].map(([name, { value }]): Attribute => {
          const { distribution, levels } = readLevels(value);
          return { name, levels: levels!, distribution, node: value };
        });
  const forbidden =
    never === undefined
      ? []
      : listOf(never, 'what never goes together').items.map((item) => readForbidden(item, attributes));
  const open = new Int32Array(attributes.length).fill(-1);
  if (!canComplete(open, levelCounts(attributes), forbidden))
    throw emptyChoice(
      spotOf(never!),
      'never leaves no combination of attributes',
      'Take one of its entries out, or let it name more attributes at once.',
    );
  return { attributes, forbidden };
}

function readForbidden(node: RuleNode, attributes: readonly Attribute[]): Forbidden {
  const rule = new Int32Array(attributes.length).fill(-1);
  const names = attributes.map(({ name }) => name);
  const map = mapOf(node, 'what never goes together, attribute: level,');
  if (map.entries.size === 0) throw emptyChoice(spotOf(node), 'it names no attribute');
  for (const [name, { key, value }] of map.entries) {
    const at = names.indexOf(name);
    if (at < 0) throw unknownName(placeOf(key), 'attribute', name, names);
    const level = textOf(value, 'a level');
    rule[at] = attributes[at].levels.indexOf(level);
    if (rule[at] < 0) throw unknownName(spotOf(value), `level of ${name}`, level, attributes[at].levels);
  }
  return rule;
}

const levelCounts = (attributes: readonly Attribute[]): readonly number[] =>
  attributes.map(({ levels }) => levels.length);

/** Reads `expand`. Throws `generator-rules/bad-value`. */
export function readExpand(node: RuleNode | undefined, { attributes }: Attributes): Expand {
  if (node === undefined) return { mode: 'random' };
  const cover = node.kind === 'map' ? mapOf(node, 'expand', ['cover']).entries.get('cover') : undefined;
  const word = cover === undefined ? textOf(node, 'a way to expand') : 'cover';
  if (word === 'random' || word === 'exhaustive') return { mode: word };
  if (word !== 'pairwise' && word !== 'cover')
    throw badValue(
      spotOf(node),
      `"${word}" is no way to expand`,
      'Write exhaustive, pairwise, random or { cover: 3 }.',
    );
  if (attributes.length < 2)
    throw badValue(
      spotOf(node),
      `${attributes.length} attributes have no combinations`,
      'Give at least two attributes, or write exhaustive.',
    );
  return {
    mode: 'cover',
    strength: cover === undefined ? 2 : wholeOf(cover.value, 'the strength', 1, Math.min(6, attributes.length)),
  };
}

/** The combinations of attributes that rows go through; `null` where each row draws its own. */
export function attributeRows(
  { attributes, forbidden }: Attributes,
  expand: Expand,
  node: RuleNode | undefined,
): readonly ArrayLike<number>[] | null {
  if (expand.mode === 'random') return null;
  const levels = levelCounts(attributes);
  if (expand.mode === 'exhaustive') return everyRow(levels, forbidden, node!);
  const tuples = countTuples(levels, expand.strength);
  if (tuples > MOST_TUPLES)
    throw tooLarge(
      spotOf(node!),
      `there are ${tuples} combinations of ${expand.strength} attributes`,
      `At most ${MOST_TUPLES} are covered: take fewer levels, or a lower strength.`,
    );
  return coveringArray({ levels, strength: expand.strength, forbidden }, createRandom('covering'));
}

function everyRow(
  levels: readonly number[],
  forbidden: readonly Forbidden[],
  node: RuleNode,
): readonly ArrayLike<number>[] {
  const total = levels.reduce((product, count) => product * count, 1);
  if (total > MOST_ENTRIES)
    throw tooLarge(
      spotOf(node),
      `there are ${total} combinations of attributes`,
      `At most ${MOST_ENTRIES} are listed: write pairwise, { cover: 3 } or random.`,
    );
  const rows: Int32Array[] = [];
  for (let number = 0; number < total; number++) {
    let left = number;
    const row = new Int32Array(levels.length);
    for (let i = levels.length - 1; i >= 0; i--) {
      row[i] = left % levels[i];
      left = Math.floor(left / levels[i]);
    }
    if (!isForbidden(row, forbidden)) rows.push(row);
  }
  return rows;
}

/** Tries of a row of attributes before `never` is held to leave hardly anything. */
const MOST_TRIES = 10_000;

/** Columns of attributes: of given rows in turn, or drawn by weight until nothing forbidden is among them. */
export function attributeColumns(
  { attributes, forbidden }: Attributes,
  rows: number,
  rowAt: ((row: number) => ArrayLike<number>) | null,
  random: Random,
): readonly CodedColumn[] {
  const codes = attributes.map(() => new Int32Array(rows));
  const own = new Int32Array(attributes.length);
  for (let row = 0; row < rows; row++) {
    const found = rowAt?.(row) ?? drawRow(own, attributes, forbidden, random);
    for (let i = 0; i < codes.length; i++) codes[i][row] = found[i];
  }
  return attributes.map(({ levels }, i) => ({ storage: 'coded', codes: codes[i], levels }));
}

function drawRow(
  own: Int32Array,
  attributes: readonly Attribute[],
  forbidden: readonly Forbidden[],
  random: Random,
): Int32Array {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    for (let i = 0; i < own.length; i++) own[i] = attributes[i].distribution.draw(random);
    if (forbidden.length === 0 || !isForbidden(own, forbidden)) return own;
  }
  throw impossibleRange(
    spotOf(attributes[0].node),
    'hardly any combination of attributes is left by never',
    'Write expand: exhaustive, or take rules out.',
  );
}
