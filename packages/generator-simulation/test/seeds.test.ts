import { type Generator, tableHash } from '@verisim/core';
import { expect, test } from 'vitest';
import { queue, sensors, sessions, webLog } from '../src/index.ts';
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
      "77084ac30294d7e5",
      "b12803bdffdf9247",
      "04e89eaeea084339",
    ]
  `);
  expect(await hashes(sensors, { signal: { regimes: 2 }, faults: { rate: 20 } })).toMatchInlineSnapshot(`
    [
      "17de89a33981a3a7",
      "dc91ff2a2fe3f54f",
      "4496085cb409c361",
    ]
  `);
});
