import { describe, expect, it } from 'vitest';
import { sizeOf } from '../src/card-front-matter.ts';
import { cardLicense, renderCard } from '../src/index.ts';
import { cardFacts } from './fixtures/card-facts.ts';
import { readYaml, type Yaml } from './front-matter.ts';

const card = renderCard(cardFacts);
const [, head, body] = card.split(/^---$/m);
const front = readYaml(head.trim()) as { readonly [key: string]: Yaml };

describe('the front matter', () => {
  it('is YAML that gives back every text as it was', () => {
    expect(front).toMatchObject({
      pretty_name: 'Bird strikes: "damage" | filled #1',
      license: 'cc-by-4.0',
      size_categories: ['1K<n<10K'],
      task_categories: ['text-classification', 'tabular-classification'],
      configs: [
        { config_name: 'default', default: true, data_files: [{ split: 'train', path: 'data.parquet' }] },
        { config_name: 'lineage', data_files: [{ split: 'train', path: 'lineage.parquet' }] },
      ],
    });
    const [info] = front.dataset_info as readonly { readonly features: readonly { name: string; dtype: string }[] }[];
    expect(info.features.map(({ name }) => name)).toEqual(cardFacts.columns.map(({ name }) => name));
    expect(info.features.map(({ dtype }) => dtype)).toEqual([
      'string',
      'float64',
      'int64',
      'timestamp[us, tz=UTC]',
      'timestamp[us]',
      'string',
      'string',
      'string',
      'int64',
    ]);
    expect(info).toMatchObject({ splits: [{ name: 'train', num_examples: 1200 }], download_size: 12345 });
  });

  it('leaves no character that YAML cannot print', () => {
    expect(head).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff]/);
  });

  it.each([
    [0, 'n<1K'],
    [999, 'n<1K'],
    [1000, '1K<n<10K'],
    [99_999, '10K<n<100K'],
    [1_000_000, '1M<n<10M'],
    [2e12, 'n>1T'],
  ])('%d rows are %s', (rows, size) => {
    expect(sizeOf(rows)).toBe(size);
  });

  it('knows licences by the names of both worlds and keeps others', () => {
    expect(cardLicense('odc-by').name).toBe('ODC-By-1.0');
    expect(cardLicense(' Apache-2.0 ').id).toBe('apache-2.0');
    expect(cardLicense('https://example.org/terms')).toEqual({
      id: 'other',
      name: 'https://example.org/terms',
      url: 'https://example.org/terms',
    });
    const other = renderCard({ ...cardFacts, license: cardLicense('House rules: v2') });
    expect(readYaml(other.split(/^---$/m)[1].trim())).toMatchObject({
      license: 'other',
      license_name: 'house-rules-v2',
    });
  });
});

describe('the card', () => {
  it('says everything in its order', () => {
    const parts = [
      '# Bird strikes: "damage" \\| filled \\#1',
      '1,200 synthetic rows of 9 columns, to predict "damage".',
      '## Should you use it?',
      '✓ Use',
      '| +0.034 | +0.021 to +0.047 | +0.010 |',
      '## How many synthetic rows',
      'The ratio is **0.5**',
      '1,200 synthetic rows were used beside 7,500 real training rows',
      '## Does it help?',
      `\`play-coverage-gap-1\` (SHA-256 \`${'e'.repeat(64)}\``,
      '## Privacy',
      'Concluded: **no leak seen**.',
      '## Columns',
      '| Wildlife size | category | feature | yes |',
      '## Where the rows come from',
      'lineage.parquet',
      '| synthetic | trees 0.1.0 | play-coverage-gap-1 | 1 | 1,200 |',
      '## Who validated what',
      '| ratio | Ada Lovelace | lead | 2026-11-03 |',
      '## Known limits',
      '- Another learner.',
      '## When to make it again',
      'Do not use them after **2027-05-01**.',
      'verisim monitor NEW --against baseline-1 --synthetic data.parquet --target damage --effect 0.1',
      '## Files',
      `| data.parquet | 12,345 | ${'c'.repeat(64)} |`,
      '[CC-BY-4.0](https://spdx.org/licenses/CC-BY-4.0.html)',
    ];
    let from = 0;
    for (const part of parts) {
      const at = body.indexOf(part, from);
      expect(at, part).toBeGreaterThanOrEqual(0);
      from = at;
    }
  });

  it('without evidence says that nobody knows', () => {
    const bare = renderCard({
      ...cardFacts,
      evidence: [],
      ratio: null,
      parents: [],
      signatures: [],
      sources: [{ origin: 'synthetic', generator: null, run: null, depth: 2, rows: 5 }],
      renewal: { effect: 0.1, expires: null, against: null },
    });
    for (const part of [
      'Nobody knows: no lift was measured',
      'No ratio was swept for these 5 synthetic rows',
      'No attack was run on these rows.',
      'Nobody has signed',
      'Whether they help a model was not tested.',
      'What made some of the rows is not on record.',
      '2 generations away from real data',
      'No date was set',
      '--against TRAINING',
    ])
      expect(bare).toContain(part);
  });

  it('keeps every table whole, whatever a column is called', () => {
    const table = body
      .split('## Columns')[1]
      .split('##')[0]
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(table).toHaveLength(2 + cardFacts.columns.length);
    for (const line of table) expect(line.split(/(?<!\\)\|/)).toHaveLength(6);
  });

  it('figures of slices and columns stay out: their names come from cells', () => {
    expect(card).not.toContain('Wildlife size=');
    expect(renderCard(cardFacts)).toBe(card);
  });
});
