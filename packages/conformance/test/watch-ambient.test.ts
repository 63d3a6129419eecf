import { expect, test } from 'vitest';
import { watchAmbient } from '../src/watch-ambient.ts';

const ambient = () => [
  Math.random,
  Date,
  Date.now,
  performance.now,
  fetch,
  console.log,
  process.stdout.write,
  crypto.randomUUID,
];

test('names each call, shows where it came from, and puts everything back', async () => {
  const before = ambient();
  const callHere = async () => {
    Math.random();
    expect(new Date(0).getTime()).toBe(0);
    expect(new Date()).toBeInstanceOf(Date);
    await expect(fetch('http://localhost:9')).rejects.toThrow('no network');
  };
  const calls = await watchAmbient(callHere, true);
  expect([...calls.keys()].sort()).toEqual(['Math.random', 'fetch', 'new Date()']);
  expect(calls.get('Math.random')?.stack).toContain('callHere');
  expect(ambient()).toEqual(before);
  expect(Object.hasOwn(performance, 'now')).toBe(false);
});

test('puts everything back when the work fails', async () => {
  const before = ambient();
  await expect(watchAmbient(() => Promise.reject(new Error('no')), true)).rejects.toThrow('no');
  expect(ambient().every((watched, i) => watched === before[i])).toBe(true);
});

test('leaves the chance of the machine to generators that are not reproducible', async () => {
  expect((await watchAmbient(async () => crypto.randomUUID(), false)).size).toBe(0);
  expect((await watchAmbient(async () => crypto.randomUUID(), true)).size).toBe(1);
});
