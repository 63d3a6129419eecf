import {
  type ColumnKind,
  type ColumnRole,
  type ColumnSpec,
  columnKinds,
  columnRoles,
  parseInstant,
} from '@verisim/core';
import { badValue, impossibleRange } from '../errors.ts';
import type { MapNode, RuleNode } from '../rules/node.ts';
import { entry, listOf, mapOf, numberOf, spotOf, textOf, textsOf, wholeOf, wordOf } from '../rules/read.ts';
import type { ColumnPlan } from './column-plan.ts';
import type { ColumnContext, ColumnSource, SourceReader } from './column-source.ts';
import { roundDecimals } from './round-decimals.ts';
import { afterSource, dateSource } from './source-dates.ts';
import { drawSource, plainSource, whenSource } from './source-draw.ts';
import { linearSource, logisticSource } from './source-link.ts';
import { fakeSource, keySource, patternSource, referenceSource } from './source-text.ts';

/** Rules that fill a column, one each. `template` is read with the grammar. */
const SOURCES: Readonly<Record<string, SourceReader>> = {
  draw: drawSource,
  when: whenSource,
  linear: linearSource,
  logistic: logisticSource,
  date: dateSource,
  after: afterSource,
  pattern: patternSource,
  fake: fakeSource,
  key: keySource,
  reference: referenceSource,
};

const COMMON = [
  'kind',
  'role',
  'nullable',
  'bounds',
  'levels',
  'decimals',
  'format',
  'zone',
  'reason',
  'missing',
  'hidden',
  'locale',
  'name',
];

/** All words of a column. */
const WORDS: readonly string[] = [...Object.keys(SOURCES), 'template', ...COMMON];

const KINDS = Object.keys(columnKinds) as readonly ColumnKind[];

/** A column as it is written, before it is known what its rule needs. */
export interface ColumnNode {
  readonly name: string;
  readonly map: MapNode;
  /** The word of its rule; `null` where there is none. */
  readonly source: string | null;
}

/** Reads the words of a column. Throws `generator-rules/bad-value` for two rules, `generator-rules/unknown-key`. */
export function columnNode(name: string, node: RuleNode): ColumnNode {
  const map = mapOf(node, 'what the column holds,', WORDS);
  const found = [...map.entries.keys()].filter((key) => Object.hasOwn(SOURCES, key) || key === 'template');
  if (found.length > 1)
    throw badValue(
      spotOf(entry(map, found[1])!),
      `${name} has two rules, ${found[0]} and ${found[1]}`,
      'Leave one of them.',
    );
  return { name, map, source: found[0] ?? null };
}

/** Columns that a rule speaks of and that must be filled before it. Slots of templates are found with the grammar. */
export function columnUses({ map, source }: ColumnNode): readonly string[] {
  const node = source === null ? undefined : entry(map, source);
  if (node === undefined) return [];
  if (source === 'when' && node.kind === 'list')
    return node.items.flatMap((item) => {
      const test = item.kind === 'map' ? entry(item, 'if') : undefined;
      return test?.kind === 'map' ? [...test.entries.keys()] : [];
    });
  if (node.kind !== 'map') return [];
  if (source === 'after') {
    const column = entry(node, 'column');
    return column?.kind === 'scalar' ? [column.text] : [];
  }
  const of = source === 'linear' || source === 'logistic' ? entry(node, 'of') : undefined;
  return of?.kind === 'map' ? [...of.entries.keys()] : [];
}

/** What a column says of itself. */
export function declared({ map }: ColumnNode): Pick<ColumnContext, 'kind' | 'bounds' | 'levels'> {
  const [kind, bounds, levels] = ['kind', 'bounds', 'levels'].map((key) => entry(map, key));
  const said = kind === undefined ? null : wordOf(kind, 'a kind', KINDS);
  return {
    kind: said,
    bounds: bounds === undefined ? null : readBounds(bounds, said),
    levels: levels === undefined ? null : distinct(levels),
  };
}

function distinct(node: RuleNode): readonly string[] {
  const levels = textsOf(node, 'levels');
  if (new Set(levels).size < levels.length)
    throw impossibleRange(spotOf(node), 'a level stands here twice', 'Give each level once.');
  return levels;
}

function readBounds(node: RuleNode, kind: ColumnKind | null): readonly [number, number] {
  const bounds = listOf(node, 'bounds, [low, high],').items.map((item) => {
    if (kind !== 'datetime' || (item.kind === 'scalar' && typeof item.value === 'number'))
      return numberOf(item, 'a bound');
    const time = parseInstant(textOf(item, 'a date'));
    if (Number.isNaN(time)) throw badValue(spotOf(item), 'this is no date', 'Write it as 2024-12-31.');
    return time;
  });
  if (bounds.length === 2 && bounds[0] <= bounds[1]) return [bounds[0], bounds[1]];
  throw impossibleRange(
    spotOf(node),
    `the bounds go from ${bounds[0] ?? '?'} to ${bounds[1] ?? '?'}`,
    'Write [low, high].',
  );
}

/** A column's declaration from what it says and what its rule makes. */
export function columnSpec(
  { name, map }: ColumnNode,
  source: Omit<ColumnSource, 'fill'>,
  context: Pick<ColumnContext, 'bounds'>,
): ColumnSpec {
  const [role, decimals, format, missing, nullable] = ['role', 'decimals', 'format', 'missing', 'nullable'].map((key) =>
    entry(map, key),
  );
  const bounds = context.bounds ?? source.bounds;
  const places = decimals === undefined ? source.decimals : wholeOf(decimals, 'decimals', 0, 15);
  const look = format === undefined ? source.format : textOf(format, 'a format');
  const open = nullable?.kind === 'scalar' && nullable.value === true;
  return {
    name,
    kind: source.kind,
    nullable: open || source.nullable === true || missing !== undefined,
    role:
      role === undefined
        ? 'feature'
        : wordOf(
            role,
            'a role',
            columnRoles.filter((one): one is ColumnRole => one !== 'lineage'),
          ),
    ...(bounds && columnKinds[source.kind].storage === 'numeric' && { bounds }),
    ...(source.levels && columnKinds[source.kind].storage === 'coded' && { levels: source.levels }),
    ...(places !== undefined && source.kind === 'number' && { decimals: places }),
    ...(look !== undefined && source.kind === 'datetime' && { format: look }),
  };
}

/** The plan of a column without a template. */
export function columnPlan(node: ColumnNode, context: ColumnContext): ColumnPlan {
  const { name, map, source: word } = node;
  const source = word === null ? plainSource(map, context) : SOURCES[word](entry(map, word)!, context);
  if (context.kind !== null && context.kind !== source.kind)
    throw badValue(
      spotOf(entry(map, 'kind')!),
      `the rule of ${name} makes ${source.kind}, not ${context.kind}`,
      `Write kind: ${source.kind}, or leave it out.`,
    );
  const spec = columnSpec(node, source, context);
  const { decimals } = spec;
  return {
    specs: [spec],
    uses: columnUses(node),
    spot: map.spot,
    draw: source.draw ?? null,
    ...(word === 'key' && { keys: true }),
    fill(block) {
      return [roundDecimals(source.fill(block), decimals)];
    },
  };
}
