import { stripVTControlCharacters } from 'node:util';
import type { LiftVerdict } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { renderTable, renderTerminal, renderVerdict } from '../src/index.ts';
import { visibleWidth } from '../src/visible-width.ts';
import { HOSTILE, LONG, sampleReport } from './fixtures/sample-report.ts';

const verdict: LiftVerdict = {
  decision: 'cannot tell',
  reason: `The interval holds both 0 and the threshold on ${HOSTILE}.`,
  metric: 'average-precision',
  lift: 0.012,
  low: -0.01,
  high: 0.034,
  threshold: 0.01,
  needsRows: 12_400,
};
const widest = (text: string) =>
  Math.max(...text.split('\n').map((line) => visibleWidth(stripVTControlCharacters(line))));

describe('renderTerminal', () => {
  it.each([20, 40, 80, 120])('never passes %i columns', (width) => {
    for (const color of [true, false]) {
      expect(widest(renderTerminal(sampleReport, { width, color }))).toBeLessThanOrEqual(width);
    }
  });

  it('writes the same with and without colour, and no code at all without', () => {
    const plain = renderTerminal(sampleReport, { width: 80, color: false });
    const painted = renderTerminal(sampleReport, { width: 80, color: true });
    expect(plain.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(painted).not.toBe(plain);
    expect(stripVTControlCharacters(painted)).toBe(plain);
  });

  it('lets no code of the data through', () => {
    const painted = renderTerminal(sampleReport, { width: 120, color: true });
    const codes = new Set(
      painted
        .split('\u001b')
        .slice(1)
        .map((rest) => rest.slice(0, rest.indexOf('m') + 1)),
    );
    expect([...codes].every((code) => /^\[(1|2|22|31|32|33|34|39)m$/.test(code))).toBe(true);
    expect(painted).toContain('[31mred');
    expect(painted).not.toContain('\u001b[31mred');
    expect(painted).not.toContain('\u0007');
  });

  it('puts decisions first, then findings in words, and says what stands elsewhere', () => {
    const text = renderTerminal(sampleReport, { width: 100, color: false });
    const places = ['✓ USE', '= REAL DATA SUFFICES', 'The data ─', 'error: 3 synthetic rows', 'warning: Column'];
    const found = places.map((place) => text.indexOf(place));
    expect(found[0]).toBeGreaterThan(0);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(text).toContain('In the HTML report: 3 charts and 15 measurements by column, pair or slice.');
    expect(text).toContain('… 18 more rows in the HTML report');
    expect(text).toMatch(/Correlation gap +not defined/);
  });
});

describe('renderVerdict', () => {
  it.each([24, 40, 80])('keeps its box straight at %i columns', (width) => {
    const lines = renderVerdict(verdict, { width, color: false, title: LONG }).split('\n');
    expect(new Set(lines.map(visibleWidth))).toEqual(new Set([width]));
  });

  it('prints word, numbers, rows needed, and the interval as a line', () => {
    const text = renderVerdict(verdict, { width: 72, color: false });
    expect(text).toContain('? CANNOT TELL');
    expect(text).toContain('Lift in average precision +0.012, 95 % interval -0.010 to +0.034;');
    expect(text).toContain('About 12,400 real holdout rows would tell.');
    const line = text.split('\n').find((entry) => entry.includes('━'))!;
    const places = ['━', '│', '┆', '●'].map((sign) => line.indexOf(sign, 2));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('draws no line when no lift was measured', () => {
    const text = renderVerdict({ ...verdict, lift: null, low: null, high: null }, { width: 60, color: false });
    expect(text).toContain('not measured');
    expect(text).not.toContain('●');
  });

  it('paints the box when colours are on', () => {
    expect(renderVerdict(verdict, { width: 60, color: true })).toContain('\u001b[33m');
  });
});

describe('renderTable', () => {
  const table = {
    caption: 'Arms',
    columns: ['Arm', 'ROC AUC', 'Rows'],
    rows: [
      ['real only', 0.781, 300],
      ['placebo', null, 12345],
      ['日本', 0.8, 7],
    ] as const,
  };

  it('aligns names to the left and numbers to the right', () => {
    expect(renderTable(table, { width: 40, color: false })).toBe(
      [
        'Arms',
        'Arm        ROC AUC    Rows',
        '─────────  ───────  ──────',
        'real only    0.781     300',
        'placebo          –  12,345',
        '日本         0.800       7',
      ].join('\n'),
    );
  });

  it('cuts text before numbers, with an ellipsis', () => {
    const text = renderTable({ ...table, rows: [[LONG, 0.5, 1]] }, { width: 30, color: false });
    expect(text).toContain('Distance from …');
    expect(text).toContain('0.500');
    expect(widest(text)).toBeLessThanOrEqual(30);
  });

  it('counts the columns that find no room', () => {
    const columns = Array.from({ length: 30 }, (_, i) => `column ${i}`);
    const text = renderTable({ caption: '', columns, rows: [columns] }, { width: 40, color: false });
    expect(text).toContain('… 25 more columns');
    expect(widest(text)).toBeLessThanOrEqual(40);
  });

  it('takes short rows and no rows', () => {
    expect(renderTable({ caption: '', columns: ['a', 'b'], rows: [['x']] }, { width: 20, color: false })).toMatch(
      /x {2}–$/,
    );
    expect(renderTable({ caption: '', columns: ['a'], rows: [] }, { width: 20, color: false })).toBe('a\n─');
  });
});
