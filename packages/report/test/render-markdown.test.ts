import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../src/escape-markdown.ts';
import { type Report, renderMarkdown } from '../src/index.ts';
import { plainText } from '../src/plain-text.ts';
import { AWKWARD, degenerateReports } from './fixtures/degenerate-reports.ts';
import { sampleReport } from './fixtures/sample-report.ts';

const empty: Report = { title: 'Empty', question: 'Nothing?', verdicts: [], sections: [], provenance: {} };

/** Cells of a line of a table: parts between pipes that no backslash takes. */
const cells = (line: string): number => line.split(/(?<!\\)(?:\\\\)*\|/).length - 2;

/** Every table of a document as its lines. */
const tables = (text: string): readonly (readonly string[])[] =>
  text
    .split(/\n\n/)
    .filter((block) => block.startsWith('| '))
    .map((block) => block.trimEnd().split('\n'));

describe('renderMarkdown', () => {
  const text = renderMarkdown({
    ...sampleReport,
    requirement: 'ROC AUC of at least 0.8',
    openings: [{ reason: 'final evaluation', run: 'run-1' }],
    notTested: ['Privacy'],
  });

  it('puts the decision first, then the gap, the requirement, the sections, the limits and provenance', () => {
    const parts = [
      '# Bird strikes: does synthetic data help to predict damage?',
      '### A team with 300 labelled reports: ✓ Use',
      '| +0.034 | +0.021 to +0.047 | +0.010 |',
      '= Real data suffices',
      '**Gap or question:** Aircraft damage is rare',
      '**Requirement:** ROC AUC of at least 0.8',
      '## The data',
      '- **Error:** 3 synthetic rows had a negative speed; they were dropped. (out-of-range)',
      '| Column shapes | – | 0.971 | – | 0 to 1 | higher is better; independent columns 0.972; real against real 0.991 |',
      '## How much synthetic data helps?',
      '| placebo | 0.779 |',
      '## Openings of the holdout',
      '| 1 | final evaluation | run-1 |',
      '## What was not tested',
      '- Privacy',
      '- Measurements that are not defined on this data: Correlation gap; Column shape of Wildlife size.',
      '## Provenance',
      '| generator.version | 0.1.0 |',
      '| seed | 1 |',
      '| verisim | 0.1.0 |',
    ];
    const places = parts.map((part) => text.indexOf(part));
    expect(parts.filter((_, i) => places[i] < 0)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('gives every chart its title, its data and its place in the JSON', () => {
    expect(text.match(/\*\*Chart:\*\*/g)).toHaveLength(7);
    expect(text).toContain('Vega-Lite spec: `/sections/3/charts/1` in the report’s JSON.');
    expect(text).toContain('<summary>Data of the chart, the first 20 of 240 rows</summary>');
    expect(text).toContain('| augmented | 0 % |'.replace('0 %', '0.000'));
  });

  it('writes all measurements of parts, worst first, folded away', () => {
    const part = text.slice(text.indexOf('<summary>Column shape: 5 values, worst first'));
    const rows = part
      .slice(0, part.indexOf('</details>'))
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(7);
    expect(rows[2]).toContain('| 0.922 |');
    expect(rows[6]).toContain('| not defined |');
    const many = renderMarkdown(degenerateReports['300 slices']);
    expect(many.match(/^\| state = \d+ \|/gm)).toHaveLength(300);
    expect(many.match(/^\| s\d+ \|/gm)).toHaveLength(300);
  });

  it('says what is missing', () => {
    const bare = renderMarkdown(empty);
    expect(bare).toContain('no decision was asked for');
    expect(bare).toContain('Nothing was recorded.');
    expect(renderMarkdown(degenerateReports['no lift'])).toContain('| not measured | – | +0.010 |');
    expect(renderMarkdown({ ...empty, openings: [] })).toContain('The holdout was never opened.');
  });

  it.each(Object.entries(degenerateReports))('keeps every table of a report with %s in columns', (_, report) => {
    const markdown = renderMarkdown(report);
    for (const lines of tables(markdown)) expect(new Set(lines.map(cells)).size).toBe(1);
    expect(markdown.endsWith('\n') && !markdown.endsWith('\n\n')).toBe(true);
    expect(
      /(?!\n)\p{Cc}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|NaN|undefined/u.exec(markdown),
    ).toBeNull();
    const tags = new Set(markdown.match(/<[^>]*>/g));
    expect([...tags].filter((tag) => !/^<(\/?details|\/?summary|!-- --)>$/.test(tag))).toEqual([]);
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['`c` **b** [l](x)', '\\`c\\` \\*\\*b\\*\\* \\[l\\](x)'],
    ['a_b _c_', 'a_b \\_c\\_'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['- a', '\\- a'],
    ['12. a', '12\\. a'],
    ['0.1.0', '0.1.0'],
    ['-0.1 to +0.1', '-0.1 to +0.1'],
    ['www.a.b', 'www<!-- -->.a.b'],
    ['https://a', 'https:<!-- -->//a'],
    ['@all :tada: a@b.c', '@<!-- -->all :<!-- -->tada: a@<!-- -->b.c'],
    [' a\n\nb ', 'a b'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

// The outside oracle: the reference implementation of GitHub-flavoured Markdown (Debian's package cmark-gfm), where it is installed.
const oracle = (markdown: string): string | null => {
  const extensions = ['table', 'autolink', 'strikethrough', 'tasklist'].flatMap((name) => ['-e', name]);
  const ran = spawnSync('cmark-gfm', ['--unsafe', ...extensions], { input: markdown, encoding: 'utf8' });
  return ran.status === 0 ? ran.stdout : null;
};
const installed = oracle('a') !== null;
if (!installed) console.warn('cmark-gfm is not installed: Markdown is not read back by the reference implementation');

describe.skipIf(!installed)('read by cmark-gfm', () => {
  const shown = (html: string): string =>
    html
      .replace(/<!-- -->/g, '')
      .replace(/&lt;|&gt;|&quot;|&amp;/g, (entity) => ({ '&lt;': '<', '&gt;': '>', '&quot;': '"' })[entity] ?? '&');

  it.each(AWKWARD)('%j shows as it is, in a paragraph, a heading, a list and a table', (name) => {
    const escaped = escapeMarkdown(name);
    const seen = plainText(name).replace(/\s+/g, ' ').trim();
    const html = oracle(`${escaped}\n\n# ${escaped}\n\n- ${escaped}\n\n| ${escaped} |\n| --- |\n| ${escaped} |\n`)!;
    const parts = ['<h1>([^]*?)</h1>', '<li>([^]*?)</li>', '<th>([^]*?)</th>', '<td>([^]*?)</td>'];
    for (const part of parts) expect(shown(new RegExp(part).exec(html)![1])).toBe(seen);
    expect(shown(html).startsWith(seen === '' ? '<h1>' : `<p>${seen}</p>`)).toBe(true);
  });

  it('finds every table and no link, picture, code of the data or foreign tag in the awkward report', () => {
    const markdown = renderMarkdown(degenerateReports['awkward names']);
    const html = oracle(markdown)!;
    expect(html.match(/<table>/g)).toHaveLength(tables(markdown).length);
    expect(new Set(html.match(/<[a-z][a-z0-9]*/g))).toEqual(
      new Set(
        'h1 h2 h3 p strong table thead tbody tr th td ul li code details summary'.split(' ').map((tag) => `<${tag}`),
      ),
    );
    expect(new Set(html.match(/<code>[^<]*/g))).toEqual(
      new Set([0, 1, 2, 3].map((i) => `<code>/sections/${i}/charts/0`)),
    );
  });
});
