import { describe, expect, it } from 'vitest';
import { chartSvg } from '../src/index.ts';
import * as gallery from './fixtures/gallery-charts.ts';

// The charts that the evaluators and plays make, one of each type, looked at when they were drawn. A change of look is a change
// of these files: open them, and run `vitest run -u` when it is meant.
describe('the gallery', () => {
  for (const [name, chart] of Object.entries(gallery)) {
    it.each([320, 680])(`draws ${name} as it did, %i pixels wide`, async (width) => {
      const svg = await chartSvg(chart, { width });
      await expect(svg.replace(/></g, '>\n<')).toMatchFileSnapshot(`gallery/${chart.name}-${width}.svg`);
    });
  }

  it('tells series apart without their colour', async () => {
    expect(new Set((await chartSvg(gallery.lines)).match(/stroke-dasharray="[^"]*"/g)).size).toBe(3);
    const bars = (await chartSvg(gallery.histograms)).match(/<path [^>]* stroke="#[^>]*>/g)!;
    const filled = (paint: string) =>
      bars.filter((bar) => bar.includes(`stroke="${paint}"`)).map((bar) => /fill="/.test(bar));
    expect(new Set(filled('#174a7c'))).toEqual(new Set([true]));
    expect(new Set(filled('#d9661f'))).toEqual(new Set([false]));
    const points = (await chartSvg(gallery.pairedIntervals)).match(/(?<= d=")[^"]*(?=" fill=)/g)!;
    expect(new Set(points.map((path) => path.replace(/[\d.,-]+/g, ''))).size).toBe(2);
    expect(await chartSvg(gallery.heatMap, { width: 680 })).toContain('>0.18</text>');
  });

  it('keeps the ends of long names, by which slices differ', async () => {
    expect(await chartSvg(gallery.intervals, { width: 320 })).toMatch(/>Aircraft A…AIRLINES<\/text>/);
  });
});
