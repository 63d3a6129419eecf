import { describe, expect, test } from 'vitest';
import { createBucket } from '../src/calls/bucket.ts';
import { allowanceOf, durationMs, retryAfterMs } from '../src/calls/rate-headers.ts';

const headers = (init: Record<string, string>) => new Headers(init);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['1', 1000],
    ['1.5', 1500],
    ['300', 300_000],
    [' 7 ', 7000],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
    ['', null],
    ['2026', 2_026_000],
  ])('%j is %j ms', (text, ms) => {
    expect(retryAfterMs(headers({ 'retry-after': text }))).toBe(ms);
  });

  test('a date is taken against the answer’s own date, not against a clock here', () => {
    const date = 'Wed, 21 Oct 2015 07:28:00 GMT';
    expect(retryAfterMs(headers({ 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT', date }))).toBe(30_000);
    expect(retryAfterMs(headers({ 'retry-after': 'Wed, 21 Oct 2015 07:27:00 GMT', date }))).toBe(0);
    expect(retryAfterMs(headers({ 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT' }))).toBeNull();
  });

  test('milliseconds win, and nothing asks nothing', () => {
    expect(retryAfterMs(headers({ 'retry-after-ms': '40', 'retry-after': '9' }))).toBe(40);
    expect(retryAfterMs(headers({}))).toBeNull();
  });
});

test('durations as OpenAI writes them', () => {
  expect(['1s', '6m0s', '88ms', '1h2m3.5s', '0.5s', '12', '1d'].map(durationMs)).toEqual([
    1000, 360_000, 88, 3_723_500, 500, 12_000, 86_400_000,
  ]);
  expect(['', 'x', '5 parsecs', '1s2', null].map(durationMs)).toEqual([null, null, null, null, null]);
});

test('an allowance needs all three headers, whole', () => {
  const all = { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '12' };
  expect(allowanceOf(headers({ ...all, 'x-ratelimit-reset-requests': '48s' }), 'requests')).toEqual({
    limit: 60,
    remaining: 12,
    resetMs: 48_000,
  });
  expect(allowanceOf(headers(all), 'requests')).toBeNull();
  expect(allowanceOf(headers({ ...all, 'x-ratelimit-reset-requests': 'never' }), 'requests')).toBeNull();
});

test('an empty bucket opens as fast as it fills', () => {
  const bucket = createBucket();
  expect(bucket.wait(5, 0)).toBe(0);
  // 60 used in 60 s until it is full: one a second.
  bucket.told({ limit: 60, remaining: 1, resetMs: 59_000 }, 0);
  expect(bucket.wait(1, 0)).toBe(0);
  bucket.take(1);
  expect(bucket.wait(1, 0)).toBe(1000);
  expect(bucket.wait(1, 400)).toBe(600);
  expect(bucket.wait(3, 0)).toBe(3000);
  // More than it can ever hold is let through when it is full.
  expect(bucket.wait(1000, 60_000)).toBe(0);
});
