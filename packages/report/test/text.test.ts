import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../src/escape-html.ts';
import { plainText } from '../src/plain-text.ts';
import { fitText, padText, visibleWidth } from '../src/visible-width.ts';
import { wrapText } from '../src/wrap-text.ts';

describe('plainText', () => {
  it('leaves out what moves the cursor, rings, or turns the reading direction', () => {
    expect(plainText('a\u001b[31mb\u0007\u009bc\u202ed\u200be\ufefff')).toBe('a[31mbcdef');
  });

  it('keeps one line and whole characters', () => {
    expect(plainText('a\r\nb\tc\ud800')).toBe('a b c\ufffd');
  });

  it('keeps the joiners of emoji', () => {
    expect(plainText('👩‍🔬')).toBe('👩‍🔬');
  });
});

describe('escapeHtml', () => {
  it('escapes markup in text and in quoted attributes', () => {
    expect(escapeHtml(`<a b="c" d='e'>&`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
  });
});

// Widths after Unicode Standard Annex 11 as terminals apply it.
describe('visibleWidth', () => {
  it.each([
    ['plain', 5],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['한', 2],
    ['👩‍🔬', 2],
    ['ﬀ–…', 3],
    ['ｆ', 2],
    ['', 0],
  ])('%s takes %i', (text, width) => {
    expect(visibleWidth(text)).toBe(width);
  });

  it('cuts and pads by it', () => {
    expect(fitText('日本語', 5)).toBe('日本…');
    expect(fitText('日本語', 4)).toBe('日…');
    expect(fitText('abc', 3)).toBe('abc');
    expect(padText('日', 4, 'right')).toBe('  日');
  });
});

describe('wrapText', () => {
  it('breaks between words, and within words that are too long', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('abcdefgh i', 3)).toEqual(['abc', 'def', 'gh', 'i']);
    expect(wrapText('', 3)).toEqual([]);
  });
});
