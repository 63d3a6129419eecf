import { createEventHeap, type EventHeap } from './event-heap.ts';

/**
 * Something that happens over time, written as a generator function. What it yields says what it waits for:
 *
 * - a number: so many units of time (0 or more; `Infinity` = for ever);
 * - a {@link Resource}: one unit of it, first come, first served; `yield` gives the time waited;
 * - `within(resource, patience)`: the same, but `yield` gives `NaN` when no unit came within that time.
 *
 * A unit that was had is given back by `resource.release()`.
 */
export type Process = Generator<number | Resource | Attempt, void, number>;

/** Units that processes hold for a while: servers, connections, clerks. */
export interface Resource {
  /** Units there are; fewer than `used` while units that were taken away are still held. */
  readonly capacity: number;
  readonly used: number;
  /** Processes that wait, among them some that gave up and were not cleared away yet. */
  readonly waiting: number;
  release(): void;
  /** More units go to those who wait at once; fewer are taken away as they are released. */
  resize(capacity: number): void;
}

/** A request with limited patience. */
export interface Attempt {
  readonly resource: Resource;
  readonly patience: number;
}

/** Asks for a unit, but not for longer than `patience` units of time. */
export const within = (resource: Resource, patience: number): Attempt => ({ resource, patience });

/** A world with a clock that jumps from event to event. The unit of time is the caller's. */
export interface Simulation {
  readonly now: number;
  /** Starts a process at an instant, now when left out; instants that have passed are now. */
  start(activity: Process, at?: number): void;
  resource(capacity: number): Resource;
  /**
   * Lets events happen in order of time, those at one instant in the order they were asked for, up to `until` (inclusive) and at most `events` of
   * them. `true` when the limit on events ended it.
   */
  run(until: number, events?: number): boolean;
}

interface World {
  now: number;
  readonly heap: EventHeap;
  readonly processes: (Process | null)[];
  /** Counts how often a slot was given an event: what was meant for an earlier wait is stale. */
  readonly tokens: number[];
  /** What `yield` will give. */
  readonly answers: number[];
  readonly free: number[];
}

interface Units extends Resource {
  capacity: number;
  used: number;
  request(slot: number): void;
}

/** Makes an empty world. Deterministic: the order of events follows from times and the order of calls alone; it draws nothing. */
export function createSimulation(start = 0): Simulation {
  const world: World = { now: start, heap: createEventHeap(), processes: [], tokens: [], answers: [], free: [] };
  return {
    get now() {
      return world.now;
    },
    start: (activity, at = world.now) => {
      const slot = world.free.pop() ?? world.processes.length;
      world.processes[slot] = activity;
      world.tokens[slot] = ((world.tokens[slot] ?? 0) + 1) | 0;
      world.answers[slot] = 0;
      world.heap.push(Math.max(at, world.now), slot, world.tokens[slot]);
    },
    resource: (capacity) => createUnits(world, capacity),
    run: (until, events = Number.POSITIVE_INFINITY) => {
      for (let done = 0; done < events; done++) {
        if (world.heap.next > until) return false;
        if (world.heap.size === 0) return false;
        happen(world);
      }
      return true;
    },
  };
}

function happen(world: World): void {
  const { heap } = world;
  const time = heap.next;
  heap.pop();
  const { slot } = heap;
  if (world.tokens[slot] !== heap.token) return;
  world.now = time;
  const activity = world.processes[slot] as Process;
  const { value, done } = activity.next(world.answers[slot]);
  if (done) {
    world.processes[slot] = null;
    world.tokens[slot] = (world.tokens[slot] + 1) | 0;
    world.free.push(slot);
  } else if (typeof value === 'number') wake(world, slot, time + Math.max(0, value), 0);
  else if ('patience' in value) {
    (value.resource as Units).request(slot);
    // Not granted at once: the answer stands at NaN until it is, and so does the token.
    if (Number.isNaN(world.answers[slot])) heap.push(time + Math.max(0, value.patience), slot, world.tokens[slot]);
  } else (value as Units).request(slot);
}

/** Gives a slot its next event; those it had are void. */
function wake(world: World, slot: number, time: number, answer: number): void {
  world.tokens[slot] = (world.tokens[slot] + 1) | 0;
  world.answers[slot] = answer;
  if (time < Number.POSITIVE_INFINITY) world.heap.push(time, slot, world.tokens[slot]);
}

function createUnits(world: World, capacity: number): Units {
  let slots: number[] = [];
  let tokens: number[] = [];
  let since: number[] = [];
  let head = 0;
  const compact = () => {
    if (head < 4096 || 2 * head < slots.length) return;
    [slots, tokens, since] = [slots.slice(head), tokens.slice(head), since.slice(head)];
    head = 0;
  };
  const serve = () => {
    while (units.used < units.capacity && head < slots.length) {
      const slot = slots[head];
      const stale = world.tokens[slot] !== tokens[head];
      const waited = world.now - since[head++];
      if (stale) continue;
      units.used++;
      wake(world, slot, world.now, waited);
    }
    compact();
  };
  const units: Units = {
    capacity,
    used: 0,
    get waiting() {
      return slots.length - head;
    },
    release() {
      units.used--;
      serve();
    },
    resize(to) {
      units.capacity = to;
      serve();
    },
    request(slot) {
      world.tokens[slot] = (world.tokens[slot] + 1) | 0;
      world.answers[slot] = Number.NaN;
      slots.push(slot);
      tokens.push(world.tokens[slot]);
      since.push(world.now);
      serve();
    },
  };
  return units;
}
