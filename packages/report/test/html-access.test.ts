import { beforeAll, describe, expect, it } from 'vitest';
import { categoryColors } from '../src/chart-colors.ts';
import { styles } from '../src/html-styles.ts';
import { renderHtml } from '../src/index.ts';
import { sampleReport } from './fixtures/sample-report.ts';

/** The colours of the page by name: light, dark, and on paper. */
function palettes(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const [light, dark, print] = [...styles.matchAll(/:root\{([^}]*)\}/g)].map(([, body]) =>
    Object.fromEntries([...body.matchAll(/--([a-z-]+):(#[0-9a-f]+)/g)].map(([, name, value]) => [name, value])),
  );
  return { light, dark: { ...light, ...dark }, print: { ...light, ...print } };
}

/** WCAG 2.2, relative luminance. */
function luminance(color: string): number {
  const digits = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit) : color.slice(1).match(/../g)!;
  const [r, g, b] = digits
    .map((pair) => Number.parseInt(pair, 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

/** Every text colour on every ground that it stands on. */
const PAIRS = [
  ...['page', 'card', 'soft', 'good-soft', 'bad-soft', 'calm-soft', 'open-soft'].map((ground) => `quiet on ${ground}`),
  ...['page', 'card', 'bad-soft', 'calm-soft', 'open-soft'].map((ground) => `ink on ${ground}`),
  ...['good', 'bad', 'calm', 'open', 'link'].map((tone) => `${tone} on card`),
  ...['bad on bad-soft', 'calm on calm-soft', 'open on open-soft', 'link on page', 'figure-ink on figure'],
];

describe('the page', () => {
  let html = '';
  beforeAll(async () => {
    html = await renderHtml({ ...sampleReport, openings: [{ reason: 'final evaluation' }], notTested: ['Privacy'] });
  });
  const all = (pattern: RegExp) => [...html.matchAll(pattern)];

  it('knows contrast as WCAG does', () => {
    expect(contrast('#000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(['light', 'dark', 'print'])('has text that stands out 4.5 to 1 (%s)', (scheme) => {
    const palette = palettes()[scheme];
    const weak = PAIRS.filter((pair) => {
      const [text, ground] = pair.split(' on ');
      return contrast(palette[text], palette[ground]) < 4.5;
    });
    expect(weak).toEqual([]);
  });

  it('has marks that stand out 3 to 1 from the figure, in light and dark', () => {
    const { light, dark } = palettes();
    for (const color of categoryColors)
      for (const { figure } of [light, dark]) expect(contrast(color, figure)).toBeGreaterThanOrEqual(3);
    expect(contrast(categoryColors[0], categoryColors[1])).toBeGreaterThan(2.4);
  });

  it('tells its language, has one main part, and labels every landmark', () => {
    expect(html).toContain('<html lang="en">');
    expect(all(/<main /g)).toHaveLength(1);
    expect(all(/<nav [^>]*aria-label="/g)).toHaveLength(all(/<nav /g).length);
    const ids = new Set(all(/ id="([^"]+)"/g).map(([, id]) => id));
    for (const [section] of all(/<section [^>]*>/g)) expect(section).toMatch(/aria-labelledby="/);
    for (const [, list] of all(/ aria-(?:labelledby|describedby|details)="([^"]+)"/g))
      for (const id of list.split(' ')) expect(ids).toContain(id);
  });

  it('gives every picture of a chart a title and a description, and leads to its data as a table', () => {
    const figures = all(/<figure class="chart"[^>]*>/g).map(([figure]) => figure);
    expect(figures).toHaveLength(7);
    for (const figure of figures) {
      const [, data] = / aria-details="([^"]+)"/.exec(figure)!;
      const details = html.slice(html.indexOf(`<details class="data" id="${data}"`));
      const table = details.slice(0, details.indexOf('</details>'));
      expect(table).toMatch(/<caption>.+<\/caption><thead><tr>.*<th scope="col"/);
    }
    for (const [svg] of all(/<svg (?=[^>]*role="img")(?=[^>]*xmlns=)[^>]*>.{0,40}/g))
      expect(svg).toMatch(/aria-labelledby="([^"]+)-title" aria-describedby="\1-desc".*<title id="\1-title">/);
    for (const [svg] of all(/<svg [^>]*>/g)) expect(svg).toMatch(/role="img"|aria-hidden="true"/);
  });

  it('says of every head which way it heads, and lets the keyboard into what scrolls', () => {
    for (const [head] of all(/<th(?![a-z])[^>]*>/g)) expect(head).toMatch(/scope="(col|row)"/);
    for (const [box] of all(/<div class="scroll"[^>]*>/g))
      expect(box).toMatch(/role="group" aria-label="[^"]+" tabindex="0"/);
    expect(styles).toMatch(/summary:focus-visible/);
    expect(html.indexOf('<a class="skip" href="#report">')).toBeLessThan(html.indexOf('<nav'));
  });

  it('prints with everything open, nothing split, and no navigation', () => {
    const print = styles.slice(styles.indexOf('@media print'));
    expect(print).toMatch(/\.chart[^{}]*tr\{break-inside:avoid\}/);
    expect(print).toMatch(/details::details-content\{content-visibility:visible/);
    expect(print).toMatch(/\.contents,\.skip\{display:none\}/);
    expect(print).toMatch(/attr\(href\)/);
  });
});
