import { createRandom, isVerisimError, type Json, type Random } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { parseReport, type Report, renderJson, reportFormat } from '../src/index.ts';
import { AWKWARD } from './fixtures/degenerate-reports.ts';
import { sampleReport } from './fixtures/sample-report.ts';

const NUMBERS = [0, 1, -1.5, 1e-300, 1e300, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const KEYS = [...AWKWARD, '$number', '$$number', '$schema', 'toString', 'a', 'b'];

/** Draws reports of every shape that the type allows, awkward names and numbers among them. */
function drawReport(random: Random): Report {
  const pick = <T>(from: readonly T[]): T => from[random.int(0, from.length)];
  const some = <T>(make: () => T): T[] => Array.from({ length: random.int(0, 3) }, make);
  const maybe = <T extends object>(part: () => T): T | object => (random.next() < 0.5 ? part() : {});
  const text = () => pick(AWKWARD);
  const number = () => pick(NUMBERS);
  const numberOrNull = () => (random.next() < 0.2 ? null : number());
  const finite = () => pick(NUMBERS.slice(0, 6));
  const json = (depth: number): Json => {
    const kind = random.int(0, depth > 3 ? 4 : 6);
    if (kind === 4) return some(() => json(depth + 1));
    if (kind === 5) return Object.fromEntries(some(() => [pick(KEYS), json(depth + 1)] as const));
    return [null, true, finite(), text()][kind];
  };
  const object = () => Object.fromEntries(some(() => [pick(KEYS), json(0)] as const));
  const measurement = () => ({
    metric: text(),
    model: pick([null, 'm']),
    value: numberOrNull(),
    low: numberOrNull(),
    high: numberOrNull(),
    better: pick(['higher', 'lower', 'neither'] as const),
    where: { ...maybe(() => ({ column: text() })), ...maybe(() => ({ columns: [text(), text()] as const })) },
    ...maybe(() => ({ range: [number(), number()] as const })),
    ...maybe(() => ({ reference: Object.fromEntries(some(() => [pick(KEYS), number()] as const)) })),
  });
  const section = () => ({
    title: text(),
    ...maybe(() => ({ text: some(text) })),
    ...maybe(() => ({
      tables: some(() => ({
        caption: text(),
        columns: some(text),
        rows: some(() => some(() => pick([null, 1, 'a']))),
      })),
    })),
    ...maybe(() => ({ charts: some(() => ({ name: text(), title: text(), spec: json(0) })) })),
    ...maybe(() => ({
      findings: some(() => ({ rule: text(), level: pick(['info', 'error'] as const), message: text() })),
    })),
    ...maybe(() => ({ measurements: some(measurement) })),
  });
  const verdict = () => ({
    decision: pick(['use', 'do not use', 'real data suffices', 'cannot tell'] as const),
    reason: text(),
    metric: text(),
    lift: numberOrNull(),
    low: numberOrNull(),
    high: numberOrNull(),
    threshold: number(),
    needsRows: numberOrNull(),
  });
  return {
    title: text(),
    question: text(),
    ...maybe(() => ({ requirement: text() })),
    verdicts: some(() => ({ title: text(), verdict: verdict() })),
    sections: some(section),
    ...maybe(() => ({ openings: some(() => ({ reason: text(), ...maybe(() => ({ run: text() })) })) })),
    ...maybe(() => ({ notTested: some(text) })),
    provenance: object(),
  };
}

/** The value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('renderJson and parseReport', () => {
  it.each([1, 2, 3, 4])('give back any report, and write equal reports alike (seed %i)', (seed) => {
    const random = createRandom(seed);
    for (let i = 0; i < 150; i++) {
      const report = drawReport(random.fork(`report:${i}`));
      const text = renderJson(report);
      expect(parseReport(text)).toEqual(report);
      expect(renderJson(parseReport(text))).toBe(text);
      expect(renderJson(reversed(report) as Report)).toBe(text);
      expect(JSON.parse(text).$schema).toBe(reportFormat);
    }
  });

  it('write what JSON has no word for by the declared rule', () => {
    const text = renderJson({ ...sampleReport, sections: [], provenance: { a: Number.NaN, b: -0, $number: 'NaN' } });
    expect(text).toContain('"provenance":{"$$number":"NaN","a":{"$number":"NaN"},"b":0}');
    expect(parseReport(text).provenance).toEqual({ a: Number.NaN, b: 0, $number: 'NaN' });
  });

  it('write canonical JSON: keys sorted, one line', () => {
    const text = renderJson(sampleReport);
    expect(text.startsWith(`{"$schema":${JSON.stringify(reportFormat)},"provenance":{`)).toBe(true);
    expect(text.indexOf('\n')).toBe(text.length - 1);
  });
});

describe('parseReport refuses', () => {
  const document = JSON.parse(renderJson(sampleReport));
  const edited = (change: (copy: typeof document) => void): string => {
    const copy = structuredClone(document);
    change(copy);
    return JSON.stringify(copy);
  };
  const answer = (text: string): string => {
    try {
      parseReport(text, 'report.json');
      return 'read';
    } catch (error) {
      return isVerisimError(error) && error.next !== '' ? `${error.code}: ${error.message}` : String(error);
    }
  };

  it.each([
    [
      'another version',
      edited((copy) => Object.assign(copy, { $schema: 'urn:verisim:report:2' })),
      /^report\/other-version: report\.json says "\$schema": "urn:verisim:report:2"; this version reads "urn:verisim:report:1"/,
    ],
    ['no version', edited((copy) => delete copy.$schema), /^report\/other-version: .* has no "\$schema"/],
    ['what is not JSON', '{"a":', /^report\/bad-report: report\.json cannot be read as a report: it is not JSON/],
    ['what is no object', '[1]', /^report\/bad-report: .*not a JSON object/],
    ['a missing part', edited((copy) => delete copy.sections[1].title), /^report\/bad-report: .*at sections\.1\.title/],
    ['an unknown part', edited((copy) => Object.assign(copy, { extra: 1 })), /^report\/bad-report: .*extra/],
    [
      'an unknown decision',
      edited((copy) => Object.assign(copy.verdicts[0].verdict, { decision: 'maybe' })),
      /^report\/bad-report: .*at verdicts\.0\.verdict\.decision/,
    ],
    [
      'text where a number stands',
      edited((copy) => Object.assign(copy.verdicts[0].verdict, { lift: '1' })),
      /^report\/bad-report: .*at verdicts\.0\.verdict\.lift/,
    ],
    [
      'a reference that is no number',
      edited((copy) => Object.assign(copy.sections[1].measurements[0], { reference: { a: 'b' } })),
      /^report\/bad-report: .*reference/,
    ],
    ['a chart without a spec', edited((copy) => delete copy.sections[1].charts[0].spec), /^report\/bad-report: .*spec/],
    [
      'a bomb of brackets',
      `{"$schema":"${reportFormat}","title":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      /^report\/bad-report/,
    ],
  ])('%s', (_, text, message) => {
    expect(answer(text)).toMatch(message);
  });

  it('but not a byte-order mark', () => {
    expect(answer(`\ufeff${renderJson(sampleReport)}`)).toBe('read');
  });
});
