import { columnKinds, type Json } from '@verisim/core';
import { type CardColumn, type CardFacts, type CardSource, targetOf } from './card-facts.ts';
import { yamlText } from './yaml-text.ts';

/** Bounds of Hugging Face's size categories and their names. */
const SIZES: readonly (readonly [number, string])[] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
  [1e9, '100M<n<1B'],
  [1e10, '1B<n<10B'],
  [1e11, '10B<n<100B'],
  [1e12, '100B<n<1T'],
];

/** The YAML front matter of a Hugging Face data set card, between its two lines of dashes. No level of a column is named: a rare one is a cell. */
export function cardFrontMatter(facts: CardFacts): string {
  const { license, rows, data, lineage } = facts;
  const tasks = tasksOf(facts);
  return `---\n${yamlText({
    pretty_name: facts.name,
    license: license.id,
    ...(license.id === 'other' && { license_name: nameOf(license.name) }),
    ...(license.id === 'other' && license.url !== null && { license_link: license.url }),
    size_categories: [sizeOf(rows)],
    ...(tasks.length > 0 && { task_categories: tasks }),
    tags: ['verisim', ...originsOf(facts.sources), 'tabular', 'croissant'],
    configs: [
      { config_name: 'default', default: true, data_files: [{ split: 'train', path: data.name }] },
      { config_name: 'lineage', data_files: [{ split: 'train', path: lineage.name }] },
    ],
    dataset_info: [
      {
        config_name: 'default',
        features: facts.columns.map((column) => ({ name: column.name, dtype: arrowType(column) })),
        splits: [{ name: 'train', num_examples: rows }],
        download_size: data.bytes,
      },
    ],
  })}---\n`;
}

/** The size category of a number of rows. */
export function sizeOf(rows: number): string {
  return SIZES.find(([bound]) => rows < bound)?.[1] ?? 'n>1T';
}

function originsOf(sources: readonly CardSource[]): readonly string[] {
  return [...new Set(sources.map(({ origin }) => origin))].sort().toReversed();
}

/** A licence's name as a card takes it: lower case, without spaces. */
function nameOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^-|-$/g, '') || 'other'
  );
}

function tasksOf(facts: CardFacts): readonly string[] {
  const target = targetOf(facts);
  if (target === null) return [];
  const { storage } = columnKinds[target.kind];
  const text = facts.columns.some(({ kind, role }) => kind === 'text' && role === 'feature');
  if (storage === 'numeric') return ['tabular-regression'];
  if (storage === 'coded') return text ? ['text-classification', 'tabular-classification'] : ['tabular-classification'];
  return ['text-generation'];
}

/** The type that a column of our Parquet files has in Arrow, as Hugging Face names it. */
function arrowType({ kind, zone }: CardColumn): Json {
  const { storage, whole } = columnKinds[kind];
  if (storage !== 'numeric') return 'string';
  if (kind !== 'datetime') return whole ? 'int64' : 'float64';
  return zone === undefined ? 'timestamp[us]' : 'timestamp[us, tz=UTC]';
}
