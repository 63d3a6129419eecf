import type { LiftVerdict } from '@verisim/core';
import type { Report } from '@verisim/report';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../src/index.ts';
import { checkHtml } from './check-html.ts';
import { intervals, LONG, sampleReport } from './fixtures/sample-report.ts';

const empty: Report = { title: 'Empty', question: 'Nothing?', verdicts: [], sections: [], provenance: {} };
const verdict: LiftVerdict = {
  decision: 'cannot tell',
  reason: 'The interval holds both 0 and the threshold.',
  metric: 'roc-auc',
  lift: 0.01,
  low: -0.02,
  high: 0.04,
  threshold: 0.01,
  needsRows: 12_400,
};
const decided = (parts: Partial<LiftVerdict>): Promise<string> =>
  renderHtml({ ...empty, verdicts: [{ title: 'One', verdict: { ...verdict, ...parts } }] });

describe('renderHtml', () => {
  let html = '';
  beforeAll(async () => {
    html = await renderHtml(sampleReport);
  });

  it('nests every tag, and every id stands once', () => {
    expect(checkHtml(html).faults).toEqual([]);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(12);
    for (const [, target] of html.matchAll(/(?:href="#|url\(#)([^")]+)/g)) expect(ids).toContain(target);
  });

  it('runs nothing and asks for nothing', () => {
    const { tags } = checkHtml(html);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    for (const tag of tags) {
      expect(tag).not.toMatch(/^<(script|img|iframe|object|link|base|form|image|use)\b/i);
      expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\son[a-z]+\s*=|\ssrc=/i);
      expect(tag.replace(/ xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:/);
    }
    expect(/<style>([\s\S]*?)<\/style>/.exec(html)![1]).not.toMatch(/url\(|@import/);
  });

  it('shows hostile names as text', () => {
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(html).not.toContain('<img');
    expect(html).toContain('https://example.org/ stands in it');
  });

  it('gives the same bytes for the same report', async () => {
    expect(await renderHtml(structuredClone(sampleReport))).toBe(html);
  });

  it('tells each decision in words, with its numbers and its interval drawn', () => {
    expect(html).toContain('<strong>Use</strong>');
    expect(html).toContain('<strong>Real data suffices</strong>');
    expect(html).toContain('<dd>+0.034</dd>');
    expect(html).toContain('<dd>−0.005 to +0.008</dd>');
    expect(html).toContain('aria-label="Lift in ROC AUC +0.034, 95 % interval +0.021 to +0.047, against 0');
    expect(html.indexOf('<strong>Use</strong>')).toBeLessThan(html.indexOf('<h2 id="section-1-title">'));
  });

  it('has headings in order, a table of contents, and every section', () => {
    const levels = [...html.matchAll(/<h([1-6])[ >]/g)].map((match) => Number(match[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (let i = 1; i < levels.length; i++) expect(levels[i] - levels[i - 1]).toBeLessThanOrEqual(1);
    expect(html).toContain('<nav class="contents"');
    for (let i = 1; i <= 5; i++) expect(html).toContain(`href="#section-${i}"`);
  });

  it('gives each chart a title and its data, and a broken one a sentence', () => {
    expect(html.match(/<figure class="chart" /g)).toHaveLength(7);
    expect(html.match(/<summary>Data of this chart<\/summary>/g)).toHaveLength(7);
    expect(html).toContain('The chart &quot;broken&quot; cannot be drawn');
    expect(html).toContain('<td>two</td>');
  });

  it('names the levels of findings and leads to them', () => {
    for (const words of ['<h3>Error</h3>', '<h3>2 warnings</h3>', '<h3>2 notes</h3>']) expect(html).toContain(words);
    expect(html).toContain('1 error</strong> and <strong class="warning">2 warnings</strong> in <a href="#section-2">');
  });

  it('says of missing values that they are missing, and puts the worst part first', () => {
    expect(html).toContain('not defined');
    expect(html).toContain('<td class="number">–</td>');
    expect(html).toMatch(/Column shape<\/span> <span class="quiet">5 values, lowest 0\.922/);
    const shapes = html.slice(html.indexOf('Column shape</span>'), html.indexOf('Pair trend</span>'));
    expect(shapes.indexOf('onerror')).toBeLessThan(shapes.indexOf(LONG));
    expect(shapes.lastIndexOf('not defined')).toBeGreaterThan(shapes.lastIndexOf('Aircraft make'));
  });

  it('writes provenance flat', () => {
    expect(html).toContain('generator.options.minLeaf');
    expect(html).toContain('<code>a, b</code>');
  });
});

describe('renderHtml, at the edges', () => {
  it('renders a report with nothing in it', async () => {
    const html = await renderHtml(empty);
    expect(checkHtml(html).faults).toEqual([]);
    expect(html).toContain('no decision was asked for');
    expect(html).not.toContain('<nav');
    expect(html).toContain('Nothing was recorded.');
  });

  it('folds away charts beyond the first of many', async () => {
    const charts = Array.from({ length: 9 }, (_, i) => ({ ...intervals, name: `chart ${i}` }));
    const html = await renderHtml({ ...empty, sections: [{ title: 'Columns', charts }] });
    expect(checkHtml(html).faults).toEqual([]);
    const [before, after] = html.split('<summary>5 more charts</summary>');
    expect(before.match(/<figure class="chart" /g)).toHaveLength(4);
    expect(after.match(/<figure class="chart" /g)).toHaveLength(5);
  });

  it('says how many rows would tell', async () => {
    expect(await decided({})).toContain('About <strong>12,400 real holdout rows</strong> would tell.');
  });

  it('says that no lift was measured when a play stopped early', async () => {
    const html = await decided({ decision: 'do not use', lift: null, low: null, high: null, needsRows: null });
    expect(html).toContain('<dd>not measured</dd>');
    expect(html).not.toContain('class="interval"');
  });

  it('shows enough decimals to tell the interval from the threshold', async () => {
    const html = await decided({ decision: 'use', low: 0.01004, lift: 0.02, high: 0.03 });
    expect(html).toContain('<dd>+0.01004 to +0.03000</dd>');
    expect(html).toContain('<dd>+0.01000</dd>');
  });
});
