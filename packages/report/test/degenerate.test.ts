import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseReport, renderHtml, renderJson, renderMarkdown, renderTerminal } from '../src/index.ts';
import { visibleWidth } from '../src/visible-width.ts';
import { checkHtml } from './check-html.ts';
import { degenerateReports } from './fixtures/degenerate-reports.ts';

const CONTROL = /(?!\n)\p{Cc}|[\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe.each(Object.entries(degenerateReports))('a report with %s', (_, report) => {
  it('becomes an HTML page that nests, with ids that stand once', async () => {
    const html = await renderHtml(report);
    const { faults, tags } = checkHtml(html);
    expect(faults).toEqual([]);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(CONTROL.exec(html)).toBeNull();
    for (const tag of tags) expect(tag).not.toMatch(/^<(script|img|a href="(?!#)|iframe)/i);
    // Vega's own words about the one broken chart are told as they are.
    expect(/.{20}(?:NaN|undefined|\[object).{20}/.exec(html.replace(/Vega answers [^.]*/g, ''))).toBeNull();
  });

  it.each([40, 60, 80, 120])('stays within %i terminal columns, with and without colour', (width) => {
    const plain = renderTerminal(report, { width, color: false });
    const painted = renderTerminal(report, { width, color: true });
    const widest = Math.max(...plain.split('\n').map(visibleWidth));
    expect(widest).toBeLessThanOrEqual(width);
    expect(plain).not.toMatch(CONTROL);
    expect(stripVTControlCharacters(painted)).toBe(plain);
    expect(plain).not.toMatch(/NaN|undefined|\[object/);
  });

  it('is the same again after its JSON, in every rendering', async () => {
    const back = parseReport(renderJson(report));
    expect(back).toEqual(report);
    expect(renderJson(back)).toBe(renderJson(report));
    expect(renderMarkdown(back)).toBe(renderMarkdown(report));
    expect(await renderHtml(back)).toBe(await renderHtml(report));
  });
});

describe('an infinite interval', () => {
  it('is told as one', async () => {
    const report = degenerateReports['half-infinite interval'];
    expect(await renderHtml(report)).toContain('<dd>−∞ to +0.030</dd>');
    expect(await renderHtml(report)).toContain('class="extent" x1="0%"');
    expect(renderMarkdown(report)).toContain('| +0.010 | -∞ to +0.030 | +0.010 |');
    expect(renderTerminal(report, { width: 80, color: false })).toContain('95 % interval -∞ to +0.030');
  });
});
