import { isVerisimError, type Json } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { seriesColors } from '../src/chart-colors.ts';
import { chartSvg } from '../src/chart-svg.ts';
import { chartTables } from '../src/chart-tables.ts';
import { checkHtml } from './check-html.ts';
import * as sample from './fixtures/sample-report.ts';

const charts = [
  sample.ratioChart,
  sample.groupedBars,
  sample.heatMap,
  sample.histogram,
  sample.intervals,
  sample.rocChart,
];

const of = (spec: Json) => ({ name: 'test', title: 'A test', spec });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (isVerisimError(error) ? `${error.code}: ${error.message}` : String(error)),
  );

const bar = (more: Record<string, Json>): Json => ({
  data: { values: [{ a: sample.HOSTILE, b: 3, u: 'https://evil.example/x.png' }] },
  mark: 'bar',
  encoding: { x: { field: 'b', type: 'quantitative' }, y: { field: 'a', type: 'nominal', axis: { labelLimit: 900 } } },
  ...more,
});

describe('chartSvg', () => {
  it('draws the sample charts as well-formed SVG with their title, twice the same, also at the same time', async () => {
    const once = await Promise.all(charts.map((chart) => chartSvg(chart)));
    const again = await Promise.all(charts.toReversed().map((chart) => chartSvg(chart)));
    expect(again.toReversed()).toEqual(once);
    for (const svg of once) {
      expect(checkHtml(svg).faults).toEqual([]);
      expect(svg).toMatch(
        /^<svg role="img" aria-labelledby="([^"]+)-title" aria-describedby="\1-desc"[^>]* viewBox="0 0 [^>]*><title id="\1-title">[^<]+<\/title><desc id="\1-desc">Drawn with [^<]+<\/desc>/,
      );
      expect(svg.match(/<path|<line/g)!.length).toBeGreaterThan(3);
    }
  });

  it('is as wide as it is told', async () => {
    for (const width of [320, 560]) {
      const svg = await chartSvg(sample.ratioChart, { width });
      expect(Number(/ width="([\d.]+)"/.exec(svg)![1])).toBeCloseTo(width, -1);
    }
  });

  it('keeps room for the picture beside long labels', async () => {
    const y = { field: 'a', type: 'nominal', axis: { labelLimit: 900 } };
    const svg = await chartSvg(of(bar({ encoding: { x: { field: 'b', type: 'quantitative' }, y } })), { width: 320 });
    expect(svg).toContain('<svg');
    expect(Number(/ width="([\d.]+)"/.exec(svg)![1])).toBeLessThan(340);
    expect(svg).toMatch(/>&lt;img src=…gnp\.exe<\/text>/);
  });

  it('shows hostile names as text', async () => {
    const svg = await chartSvg(of(bar({})), { width: 1400 });
    expect(svg).toContain('&lt;img src=x onerror=alert(1)&gt;"\'&amp;[31mredgnp.exe</text>');
    expect(svg).not.toMatch(/<img|\p{Cc}|\p{Cf}/u);
  });

  it('keeps out links, pictures and paint from elsewhere', async () => {
    const link = await chartSvg(
      of(bar({ encoding: { x: { field: 'b', type: 'quantitative' }, href: { field: 'u' } } })),
    );
    const picture = await chartSvg(
      of(bar({ mark: 'image', encoding: { url: { field: 'u' }, x: { field: 'b', type: 'quantitative' } } })),
    );
    const paint = await chartSvg(of(bar({ mark: { type: 'bar', fill: 'url(https://evil.example/a.svg#b)' } })));
    for (const svg of [link, picture, paint]) expect(svg).not.toMatch(/evil|<a |<image|javascript/);
    expect(link).toContain('<path');
  });

  it('gives each chart of a document ids of its own', async () => {
    const svg = await chartSvg(of(bar({ mark: { type: 'bar', clip: true } })), { idPrefix: 'here' });
    expect(svg).toContain('clip-path="url(#here-1)"');
    expect(svg).toContain('id="here-1"');
  });

  it('leaves text that looks like an id as it is', async () => {
    const name = 'id="clip1" url(#clip1)';
    const svg = await chartSvg(of(bar({ title: name })));
    expect(svg).toContain(`>${name}</text>`);
  });

  it('refuses what it cannot draw, by code', async () => {
    expect(await codeOf(chartSvg(sample.brokenChart))).toMatch(
      /^report\/bad-chart: The chart "broken" cannot be drawn/,
    );
    expect(await codeOf(chartSvg(of(null)))).toMatch(/^report\/bad-chart/);
    expect(await codeOf(chartSvg(of(bar({ transform: [{ calculate: 'noSuch(1)', as: 'z' }] }))))).toMatch(/bad-chart/);
    expect(await codeOf(chartSvg(of(bar({ data: { url: 'https://example.org/a.csv' } }))))).toMatch(/makes no request/);
  });
});

describe('charts over time', () => {
  it.each([undefined, 'yearmonth'])('are the same in every time zone (time unit %s)', async (timeUnit) => {
    const values = ['2024-01-31', '2024-02-29T23:30:00Z', '2024-07-01'].map((day, i) => ({ day, n: i }));
    const x = { field: 'day', type: 'temporal', ...(timeUnit === undefined ? {} : { timeUnit }) };
    const chart = of({ data: { values }, mark: 'line', encoding: { x, y: { field: 'n', type: 'quantitative' } } });
    const before = process.env.TZ;
    const drawn: string[] = [];
    for (const zone of ['America/Los_Angeles', 'Pacific/Auckland']) {
      process.env.TZ = zone;
      drawn.push(await chartSvg(chart));
    }
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
    expect(drawn[0]).toBe(drawn[1]);
    expect(drawn[0]).toContain('</text>');
  });
});

describe('series colours', () => {
  it('gives real and synthetic data the same colours in every chart', async () => {
    const [real, synthetic] = seriesColors(['real', 'synthetic']);
    expect(seriesColors(['augmented', 'placebo', 'real only'])[0]).toBe(synthetic);
    expect(seriesColors(['augmented', 'placebo', 'real only'])[2]).toBe(real);
    const svg = await chartSvg(sample.groupedBars);
    expect(svg).toContain(real);
    expect(svg).toContain(synthetic);
  });

  it('never gives two series of a chart one colour', () => {
    const names = ['real train', 'real holdout', 'synthetic', 'a', 'b'];
    expect(new Set(seriesColors(names)).size).toBe(names.length);
  });

  it('respects a scale that a spec brings itself', async () => {
    const scale = { domain: ['real'], range: ['#123456'] };
    const spec = bar({
      data: { values: [{ a: 'real', b: 1 }] },
      encoding: { x: { field: 'b', type: 'quantitative' }, color: { field: 'a', type: 'nominal', scale } },
    });
    expect(await chartSvg(of(spec))).toContain('#123456');
  });
});

describe('chartTables', () => {
  it('takes every data set, under the titles of the axes, and says what it cut', () => {
    const [curves, diagonal] = chartTables(sample.rocChart);
    expect(curves.columns).toEqual(['arm', 'False positive rate', 'True positive rate']);
    expect(curves.rows).toHaveLength(200);
    expect(curves.caption).toContain('the first 200 of 240 rows');
    expect(diagonal.rows).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('writes instants as dates', () => {
    const values = [{ from: 0, to: 86_400_000 * 1.5 }];
    const encoding = { x: { field: 'from', type: 'temporal' }, x2: { field: 'to' } };
    expect(chartTables(of({ data: { values }, mark: 'bar', encoding }))[0].rows).toEqual([
      ['1970-01-01', '1970-01-02 12:00:00'],
    ]);
  });

  it('reads named data sets and plain values', () => {
    expect(chartTables(of({ datasets: { one: [1, 2] }, mark: 'bar' }))[0].rows).toEqual([[1], [2]]);
    expect(chartTables(of({ data: { values: [{ a: true, b: [1] }, { c: null }] } }))[0]).toMatchObject({
      columns: ['a', 'b', 'c'],
      rows: [
        ['true', '[1]', null],
        [null, null, null],
      ],
    });
  });
});
