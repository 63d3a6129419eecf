import type { Random } from '@verisim/core';
import { shuffled } from './grid.ts';

/** The numbers of `take` of so many things for a turn. */
export type Rotation = (turn: number, take: number) => readonly number[];

/** Takes turns: everything is taken once before anything is taken again, in another order each time round. */
export function createRotation(count: number, random: Random): Rotation {
  let round = -1;
  let order: Int32Array = new Int32Array(0);
  const at = (place: number): number => {
    const wanted = Math.floor(place / count);
    if (wanted !== round) order = shuffled(count, random.fork(`round:${wanted}`));
    round = wanted;
    return order[place % count];
  };
  return (turn, take) => {
    const most = Math.min(take, count);
    const taken = new Set<number>();
    // Where one round ends and the next begins the same thing may come twice.
    for (let place = turn * most; taken.size < most; place++) taken.add(at(place));
    return [...taken];
  };
}
