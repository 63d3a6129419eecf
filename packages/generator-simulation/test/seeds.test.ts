import { type Generator, tableHash } from '@verisim/core';
import { expect, test } from 'vitest';
import { dialogue, images, payments, queue, sensors, sessions, webLog } from '../src/index.ts';
import { simulated } from './simulated.ts';

const seeds = ['1', '2', '3'];
const hashes = async <O>(generator: Generator<O, 'nothing'>, options: unknown) =>
  Promise.all(
    seeds.map(async (seed) => tableHash((await simulated(generator, options, 400, seed)).table).slice(0, 16)),
  );

test('rows of three seeds are those of the last version', async () => {
  expect(await hashes(queue, { servers: 2, impatience: '1/2', outages: '300/20' })).toMatchInlineSnapshot(`
    [
      "01d889f91896565d",
      "65b84d2cfd46f28c",
      "62d715e52d206361",
    ]
  `);
  expect(await hashes(webLog, { outages: '60/10' })).toMatchInlineSnapshot(`
    [
      "216f14fe577b6bb0",
      "230816c74be53c5a",
      "477a95ec6c759475",
    ]
  `);
  expect(await hashes(sessions, { campaigns: '1/0.2/1' })).toMatchInlineSnapshot(`
    [
      "7be3540d30e37dff",
      "a92452c567573a8e",
      "1fefd4cdf2a0323a",
    ]
  `);
  expect(await hashes(sensors, { signal: { regimes: 2 }, faults: { rate: 20 } })).toMatchInlineSnapshot(`
    [
      "17de89a33981a3a7",
      "dc91ff2a2fe3f54f",
      "4496085cb409c361",
    ]
  `);
  expect(await hashes(payments, { fraud: { rate: 0.05 } })).toMatchInlineSnapshot(`
    [
      "931602a61644932c",
      "bdc7d4f8548dedd7",
      "42869243380b55b7",
    ]
  `);
  expect(await hashes(dialogue, { changes: 0.2 })).toMatchInlineSnapshot(`
    [
      "05a44b61e906622d",
      "e58a76c94cde6093",
      "ea3eefb21521c0fa",
    ]
  `);
});

test.each(['shapes', 'documents', 'gauges'])(
  'images of %s of three seeds are those of the last version',
  async (kind) => {
    const found = await Promise.all(seeds.map(async (seed) => (await simulated(images, { kind }, 5, seed)).table));
    expect(found.map((table) => tableHash(table).slice(0, 16))).toMatchSnapshot();
  },
);
