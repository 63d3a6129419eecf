import { createRandom } from '@verisim/core';
import { expect, test } from 'vitest';
import { createEventHeap, createSimulation, entityStreams, type Process, within } from '../src/index.ts';

test('the heap gives events in order of time, equal times in order of arrival', () => {
  const random = createRandom('heap');
  const heap = createEventHeap(2);
  const times = Array.from({ length: 3000 }, () => random.int(0, 200));
  for (const [i, time] of times.entries()) heap.push(time, i, -i);
  const order: number[] = [];
  while (heap.size > 0) {
    heap.pop();
    expect(heap.token + heap.slot).toBe(0);
    order.push(heap.slot);
  }
  expect(order).toEqual([...times.keys()].sort((a, b) => times[a] - times[b] || a - b));
  expect(heap.next).toBe(Number.POSITIVE_INFINITY);
});

test('processes wait, share a resource first come first served, and give up', () => {
  const world = createSimulation(10);
  const desk = world.resource(1);
  const said: string[] = [];
  const customer = function* (name: string, stay: number, patience = Number.POSITIVE_INFINITY): Process {
    const waited = yield patience === Number.POSITIVE_INFINITY ? desk : within(desk, patience);
    said.push(`${world.now} ${name} ${waited}`);
    if (Number.isNaN(waited)) return;
    yield stay;
    desk.release();
  };
  world.start(customer('a', 5));
  world.start(customer('b', 5), 11);
  world.start(customer('impatient', 5, 2), 12);
  world.start(customer('patient', 1, 8), 13);
  expect(world.run(14)).toBe(false);
  expect(said).toEqual(['10 a 0', '14 impatient NaN']);
  expect(world.run(Number.POSITIVE_INFINITY, 1)).toBe(true);
  world.run(Number.POSITIVE_INFINITY);
  expect(said.slice(2)).toEqual(['15 b 4', '20 patient 7']);
  expect([world.now, desk.used]).toEqual([21, 0]);
});

test('units that are taken away come back to those who wait', () => {
  const world = createSimulation();
  const desk = world.resource(2);
  const served: number[] = [];
  const customer = function* (): Process {
    yield desk;
    served.push(world.now);
    yield 1;
    desk.release();
  };
  const closing = function* (): Process {
    desk.resize(0);
    yield 10;
    desk.resize(2);
  };
  world.start(closing());
  for (let i = 0; i < 4; i++) world.start(customer(), 1);
  world.run(Number.POSITIVE_INFINITY);
  expect(served).toEqual([10, 10, 11, 11]);
});

test('each entity has a stream of its own, uniform and normal', () => {
  const streams = entityStreams(createRandom(3));
  const again = entityStreams(createRandom(3));
  expect(streams(7).next()).toBe(again(7).next());
  const n = 40_000;
  let [sum, squares, lagged, normals] = [0, 0, 0, 0];
  let last = 0.5;
  for (let i = 0; i < n; i++) {
    const draws = streams(i);
    const x = draws.next();
    sum += x - 0.5;
    squares += (x - 0.5) ** 2;
    lagged += (x - 0.5) * (last - 0.5);
    normals += draws.normal() ** 2;
    last = x;
  }
  // Four standard errors of each: variance 1/12, of squares 1/180, of products 1/144, of squared normals 2.
  expect(Math.abs(sum / n)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
  expect(Math.abs(squares / n - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / n));
  expect(Math.abs(lagged / n)).toBeLessThan(4 * Math.sqrt(1 / 144 / n));
  expect(Math.abs(normals / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
});
