import { createRandom } from '@verisim/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attacks, type Dial, perturbations } from '../src/index.ts';
import { boundaryAt } from '../src/perturb/grapheme.ts';
import { dialOf, type TextKind } from '../src/perturb/kind.ts';
import { applySplices, revertText, touchedUnits } from '../src/perturb/splice.ts';
import { SENTENCES } from './perturb-tables.ts';

const kinds = [...perturbations, ...attacks].filter((kind): kind is TextKind => kind.on === 'text');
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

const awkward = fc.constantFrom(
  '👩🏽‍🚀 n\u0303o e\u0301',
  'a\u200db',
  '🇩🇪🇫🇷🇪🇸',
  'क्षि नमस्ते',
  '한국어 각',
  '1️⃣ 2️⃣',
  'a\r\nb',
  'ﬁ',
  'İstanbul ß',
  'שלום abc',
  '\ufeff',
  'x\u0300\u0301 y',
);
/** Words, dates, numbers, quantities, and whatever Unicode holds, side by side. */
const someText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...SENTENCES.flatMap((text) => text.split(' '))) },
      awkward,
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { maxLength: 25 },
  )
  .chain((words) => fc.constantFrom(' ', '', ', ', '\n').map((gap) => words.join(gap)));

const dial = (strength: number, seed: number): Dial =>
  dialOf(createRandom(seed), { strength, layout: 'qwertz', language: 'de' });

/** How much longer a text of n units may become, by kind. */
const LONGEST: Readonly<Record<string, (n: number) => number>> = {
  typos: (n) => 2 * n,
  ocr: (n) => 2 * n,
  casing: (n) => 3 * n,
  spacing: (n) => 3 * n + 4,
  'look-alikes': (n) => n,
  emoji: (n) => 10 * n,
  truncation: (n) => n,
  clauses: (n) => n,
  context: (n) => n,
  'missing-pieces': (n) => n,
  conflicting: (n) => n + 70,
  'code-switching': (n) => 6 * n,
  numbers: (n) => 6 * n,
  dates: (n) => 3 * n,
  synonyms: (n) => 5 * n,
  units: (n) => 5 * n,
  injection: (n) => n + 250,
  'role-confusion': (n) => n + 200,
  base64: (n) => 4 * n + 60,
  leetspeak: (n) => n,
  'zero-width': (n) => 2 * n,
  bidi: (n) => 3 * n,
};

test('a text is cut only where a reader would cut it: never inside a grapheme cluster of Intl.Segmenter', () => {
  fc.assert(
    fc.property(someText, (text) => {
      const starts = new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length));
      for (let at = 0; at <= text.length; at++)
        if (boundaryAt(text, at)) expect(starts.has(at), `${JSON.stringify(text)} at ${at}`).toBe(true);
    }),
    { numRuns: 300, seed: 7 },
  );
  const plain = SENTENCES.join('é ä ');
  expect(Array.from({ length: plain.length }, (_, at) => boundaryAt(plain, at)).every(Boolean)).toBe(true);
});

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (name, kind) => {
  test('keeps texts well formed and whole characters whole, is taken back exactly, keeps to its bounds, repeats itself', () => {
    fc.assert(
      fc.property(someText, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (text, strength, seed) => {
        const splices = kind.splices(text, dial(strength, seed));
        const starts = new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length));
        let from = 0;
        for (const { start, end } of splices) {
          expect(start >= from && end >= start && end <= text.length).toBe(true);
          expect(starts.has(start) && starts.has(end)).toBe(true);
          from = end;
        }
        const { text: made, edits } = applySplices(text, splices);
        expect(made.isWellFormed()).toBe(true);
        expect(revertText(made, JSON.parse(JSON.stringify(edits)))).toBe(text);
        expect(made.length).toBeLessThanOrEqual(LONGEST[name](text.length));
        expect(splices.length === 0).toBe(made === text);
        expect(kind.splices(text, dial(strength, seed))).toEqual(splices);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  test('does nothing at strength 0, something at 1, and never less when stronger', () => {
    const text = SENTENCES.join('\n');
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const touched = [0, 0.02, 0.1, 0.3, 0.6, 1].map((strength) => {
          const splices = kind.splices(text, dial(strength, seed));
          return splices.reduce((sum, { start, end }) => sum + Math.max(1, end - start), 0);
        });
        expect(touched[0]).toBe(0);
        expect(touched[5]).toBeGreaterThan(0);
        for (let i = 1; i < touched.length; i++)
          expect(touched[i], `${touched}`).toBeGreaterThanOrEqual(touched[i - 1]);
      }),
      { numRuns: 40, seed: 5 },
    );
    expect(touchedUnits(kind.splices('', dial(1, 1)))).toBeLessThanOrEqual(250);
  });

  test('changes texts in its own way (three seeds)', () => {
    const strength = { keeps: 0.3, 'may-change': 0.4 }[kind.label];
    const weak =
      /^(dates|numbers|units|synonyms|code-switching|injection|role-confusion|base64|conflicting|clauses|context)$/;
    const made = [1, 2, 3].map((seed) =>
      SENTENCES.slice(0, 2).map(
        (text) => applySplices(text, kind.splices(text, dial(weak.test(name) ? 1 : strength, seed))).text,
      ),
    );
    expect(made).toMatchSnapshot();
  });
});
