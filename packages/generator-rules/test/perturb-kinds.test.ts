import { createRandom } from '@verisim/core';
import { binomialTail } from '@verisim/statistics';
import { expect, test } from 'vitest';
import { attacks, perturbations } from '../src/index.ts';
import { type Dial, dialOf, type Kind, type NumberKind, type TextKind } from '../src/perturb/kind.ts';
import { applySplices } from '../src/perturb/splice.ts';
import { SENTENCES } from './perturb-tables.ts';

const kinds: readonly Kind[] = [...perturbations, ...attacks];
const textKind = (name: string): TextKind => kinds.find((kind) => kind.name === name) as TextKind;
const numberKind = (name: string): NumberKind => kinds.find((kind) => kind.name === name) as NumberKind;
const dial = (strength: number, seed: number | string, parts: Partial<Dial> = {}): Dial =>
  dialOf(createRandom(seed), { strength, layout: 'qwerty', language: 'de', ...parts });

/** All that a kind makes of a text at full strength over some seeds. */
function formsOf(name: string, text: string, parts: Partial<Dial> = {}): readonly string[] {
  const made = Array.from(
    { length: 40 },
    (_, seed) => applySplices(text, textKind(name).splices(text, dial(1, seed, parts))).text,
  );
  return [...new Set(made)].sort();
}

test('strength is the share that is touched: within a 99.9 % binomial interval of letters, words, gaps', () => {
  const text = `${'please answer my question about one late train '.repeat(60)}.`;
  const letters = (pattern: RegExp) => text.match(pattern)!.length;
  const places: Readonly<Record<string, number>> = {
    casing: letters(/\w+/g),
    emoji: letters(/\w+/g),
    spacing: letters(/(?<=\S)\s(?=\S)/g) + 2,
    'missing-pieces': letters(/\w+/g),
    'zero-width': letters(/\w(?=\w)/g),
    bidi: letters(/\w\w+/g),
    leetspeak: letters(/[abceghilostxz]/g),
    'look-alikes': letters(/[a-eg-z]/g),
  };
  for (const [name, n] of Object.entries(places)) {
    for (const strength of [0.05, 0.4]) {
      const hits = textKind(name).splices(text, dial(strength, `${name}${strength}`)).length;
      expect(binomialTail(hits, n, strength), `${name}: ${hits} of ${n}`).toBeGreaterThan(0.0005);
      expect(binomialTail(hits + 1, n, strength), `${name}: ${hits} of ${n}`).toBeLessThan(0.9995);
    }
  }
  // Truncation cuts that share on average: 4,000 texts, four standard errors of a number in [0, 1].
  for (const strength of [0.1, 0.5]) {
    let cut = 0;
    for (let seed = 0; seed < 4000; seed++)
      cut += textKind('truncation')
        .splices(text, dial(strength, seed))
        .reduce((sum, { start, end }) => sum + end - start, 0);
    expect(Math.abs(cut / 4000 / text.length - strength)).toBeLessThan((4 * 0.5) / Math.sqrt(4000));
  }
});

test('typos follow the layout: neighbours of the keyboard that is named, and the four kinds of slip', () => {
  const replaced = (layout: Dial['layout'], letter: string): string => {
    const found = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const [splice] = textKind('typos').splices(`${letter} `, dial(1, seed, { layout }));
      if (splice.text.length === 1) found.add(splice.text);
    }
    return [...found].sort().join('');
  };
  expect(replaced('qwerty', 'g')).toBe('bfhtvy');
  expect(replaced('qwertz', 'z')).toBe('ghtu');
  expect(replaced('azerty', 'a')).toBe('qz');
  expect(replaced('qwerty', 'A')).toBe('QSWZ');
  const slips = new Set<string>();
  for (let seed = 0; seed < 200; seed++) {
    const [{ start, end, text }] = textKind('typos').splices('ab', dial(1, seed));
    slips.add(`${end - start}>${text.length}${text === 'ba' ? ' swapped' : ''}`);
  }
  expect([...slips].sort()).toEqual(['1>0', '1>1', '1>2', '2>2 swapped']);
  expect(textKind('typos').splices('1250 ß', dial(1, 1))).toEqual([]);
});

test('numbers keep their value, and what is part of a date, a time, a range or a code is left alone', () => {
  const words = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
  const value = (text: string): number =>
    words.includes(text) ? words.indexOf(text) : Number(text.replace(/[,'\u202f]/g, ''));
  for (const number of ['1250', '1,250', '1,250.5', '7', '0', '37.5', '1000000', '12']) {
    const forms = formsOf('numbers', `pay ${number} now`).map((text) => text.slice(4, -4));
    expect(forms.length).toBeGreaterThan(0);
    for (const form of forms) expect(value(form), form).toBe(value(number));
    expect(forms).not.toContain(number);
  }
  expect(formsOf('numbers', 'pay 1250 now')).toEqual(
    expect.arrayContaining(['pay 1,250 now', 'pay 1.25e3 now', 'pay 1250.0 now']),
  );
  for (const left of ['2024-03-05', '14:30', '1.2.3', 'A12', '007', '10-20', '5/6', '#12', 'v2'])
    expect(formsOf('numbers', `see ${left} there`)).toEqual([`see ${left} there`]);
});

test('dates stay the same day, and ambiguous or impossible ones are left alone', () => {
  const days = ['2024-03-05', '5 March 2024', 'March 5, 2024', '5 Mar 2024', '05.03.2024', '2024/03/05'];
  for (const day of days) expect(formsOf('dates', day)).toEqual(days.filter((other) => other !== day).sort());
  expect(formsOf('dates', 'on 25/12/2023.')).toContain('on 2023-12-25.');
  expect(formsOf('dates', 'on 12/25/2023.')).toContain('on 2023-12-25.');
  expect(formsOf('dates', 'on Feb. 29th, 2024!')).toContain('on 29.02.2024!');
  for (const left of ['03/05/2024', '2023-02-29', '2024-13-01', '31.04.2024', '12024-03-05', '2024-03-05T10:00'])
    expect(formsOf('dates', left)).toEqual([left]);
});

test('units are converted by their definitions, to three digits at least', () => {
  const by: readonly (readonly [string, string])[] = [
    ['5 km', '3.11 miles'],
    ['26.2 miles', '42.2 km'],
    ['100 °C', '212 °F'],
    ['-40°F', '-40°C'],
    ['12 kg', '26.5 lb'],
    ['3 gallons', '11.4 l'],
    ['2 hours', '120 minutes'],
    ['1000 km/h', '621 mph'],
    ['12345 km', '7671 miles'],
    ['0 °C', '32 °F'],
  ];
  for (const [from, to] of by) expect(formsOf('units', `about ${from} or so`)).toContain(`about ${to} or so`);
  for (const left of ['5 kmh', '12 monkeys', '$5 m', '3 m²', 'A5 km', '5 kilos2'])
    expect(formsOf('units', left)).toEqual([left]);
});

test('words change for words of the lists, in the case of the text, and articles agree', () => {
  expect(formsOf('synonyms', 'Help! a quick answer')).toEqual(expect.arrayContaining(['Assist! a fast reply']));
  expect(formsOf('synonyms', 'a mistake')).toEqual(expect.arrayContaining(['an error', 'a fault']));
  expect(formsOf('synonyms', 'an error')).toEqual(expect.arrayContaining(['a mistake', 'a fault']));
  expect(formsOf('synonyms', 'BIG zebra')).toEqual(['HUGE zebra', 'LARGE zebra']);
  expect(formsOf('code-switching', 'Thanks, my train was late today', { language: 'fr' })).toEqual([
    "Merci, mon train was late aujourd'hui",
  ]);
  expect(formsOf('code-switching', 'Danke, das Geld ist heute da', { language: 'en' })).toEqual([
    'Thanks, das Money ist today da',
  ]);
  expect(formsOf('code-switching', 'zzz qqq')).toEqual(['zzz qqq']);
  expect(formsOf('code-switching', 'Hallo, das Geld ist heute im Hotel da', { language: 'de' })).toEqual([
    'Hallo, das Geld ist heute im Hotel da',
  ]);
});

test('clauses and sentences keep all their words, and change places', () => {
  const sorted = (text: string) => text.match(/[\p{L}\p{N}]+/gu)!.sort();
  for (const name of ['clauses', 'context'])
    for (const text of SENTENCES.map((one, i) => `${one} ${SENTENCES[(i + 1) % 4]}`))
      for (const form of formsOf(name, text)) {
        expect(sorted(form)).toEqual(sorted(text));
        expect(form).not.toBe(text);
      }
  expect(formsOf('context', 'One is here. Two is there!')).toEqual(['Two is there! One is here.']);
  expect(formsOf('context', 'One sentence alone, with a comma.')).toEqual(['One sentence alone, with a comma.']);
});

test('look-alikes are of other scripts and read the same; OCR reads rn as m; casing changes nothing but case', () => {
  for (const form of formsOf('look-alikes', 'bank account')) expect(/[a-z]/.test(form)).toBe(false);
  expect(formsOf('ocr', 'rn')).toEqual(['m']);
  for (const form of formsOf('casing', SENTENCES[0])) expect(form.toLowerCase()).toBe(SENTENCES[0].toLowerCase());
  for (const form of formsOf('spacing', SENTENCES[0]))
    expect(form.replace(/\s/g, '')).toBe(SENTENCES[0].replace(/\s/g, ''));
});

test('attacks can be undone by who knows them: Base64 decodes, bidi reads backwards, zero-width goes away, canaries are there', () => {
  const text = 'Grüße, ñandú 👩🏽‍🚀!';
  for (const form of formsOf('base64', text))
    expect(Buffer.from(form.match(/[A-Za-z0-9+/]+={0,2}$/)![0], 'base64').toString('utf8')).toBe(text);
  for (let n = 1; n < 8; n++) {
    const [form] = formsOf('base64', 'x'.repeat(n)).filter((one) => !/[: ]/.test(one));
    expect(form).toBe(btoa('x'.repeat(n)));
  }
  for (const form of formsOf('bidi', text))
    expect(form.replace(/\u202e([^\u202c]*)\u202c/g, (_, word: string) => Array.from(word).reverse().join(''))).toBe(
      text,
    );
  for (const form of formsOf('zero-width', 'password')) {
    expect(form.length).toBe(15);
    expect(form.replace(/[\u200b\u2060\ufeff\u00ad]/g, '')).toBe('password');
  }
  for (const form of formsOf('injection', text)) expect(form).toMatch(/^Grüße.*VERISIM-\d{6}/s);
  for (const form of formsOf('role-confusion', text)) expect(form).toMatch(/system|SYS|Instruction/i);
});

const column = Float64Array.from({ length: 50_000 }, (_, row) => 100 + Math.sin(row));
const range = { scale: 2, low: -1e9, high: 1e9 };
const all = new Uint8Array(column.length).fill(1);

function noiseOf(name: string, strength: number): Float64Array {
  const values = column.slice();
  numberKind(name).disturb(values, all, range, dial(strength, name));
  return values.map((value, row) => value - column[row]);
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value / values.length, 0);
const product = (a: Float64Array, b: Float64Array) => mean(a.map((value, i) => value * b[i]));

test('jitter has the stated deviation, scaling the stated reach, sensor noise AR(1) with .9 and spikes', () => {
  for (const strength of [0.05, 0.5]) {
    const noise = noiseOf('jitter', strength);
    expect(Math.sqrt(product(noise, noise)) / (2 * strength)).toBeCloseTo(1, 1);
    expect(Math.abs(mean(noise))).toBeLessThan((5 * 2 * strength) / Math.sqrt(noise.length));
    const factors = noiseOf('scaling', strength).map(
      (value, row) => Math.log(1 + value / column[row]) / Math.log1p(strength),
    );
    expect(factors.every((one) => Math.abs(one) <= 1 + 1e-12)).toBe(true);
    // Evenly spread over [-1, 1]: variance 1/3.
    expect(product(factors, factors)).toBeCloseTo(1 / 3, 1);
  }
  const drift = noiseOf('sensor-noise', 0.001);
  expect(product(drift.subarray(1), drift.subarray(0, -1)) / product(drift, drift)).toBeCloseTo(0.9, 1);
  const loud = noiseOf('sensor-noise', 1);
  const spikes = loud.filter((value) => Math.abs(value) > 10).length;
  expect(spikes).toBeGreaterThan(0.008 * loud.length);
  expect(spikes).toBeLessThan(0.012 * loud.length);
});

test('missing blocks take the stated share, in stretches of ten', () => {
  const [kind] = kinds.filter(({ name }) => name === 'missing-blocks');
  if (kind.on !== 'cell') throw new Error('no cell kind');
  for (const strength of [0, 0.05, 0.3, 0.8, 0.97, 1]) {
    const gone = kind.missing(new Uint8Array(200_000).fill(1), dial(strength, 3));
    const share = gone.reduce((sum, one) => sum + one, 0) / gone.length;
    expect(Math.abs(share - strength), `${strength}`).toBeLessThan(0.02);
    const starts = gone.filter((one, row) => one === 1 && gone[row - 1] !== 1).length;
    if (strength > 0 && strength < 0.9) expect((share * gone.length) / starts).toBeCloseTo(10, 0);
  }
  const chosen = Uint8Array.from({ length: 1000 }, (_, row) => row % 2);
  expect(kind.missing(chosen, dial(1, 1))).toEqual(chosen);
});
