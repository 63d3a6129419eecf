/** Events that lie ahead, the earliest first; of equal times the one that was added first. */
export interface EventHeap {
  readonly size: number;
  /** The time of the earliest event; `Infinity` when there is none. */
  readonly next: number;
  /** Adds an event: a time and two whole numbers of the caller's, in the range of Int32. */
  push(time: number, slot: number, token: number): void;
  /** Takes the earliest event away: what it held is in `slot` and `token` afterwards. */
  pop(): void;
  readonly slot: number;
  readonly token: number;
}

interface Arrays {
  times: Float64Array;
  orders: Float64Array;
  slots: Int32Array;
  tokens: Int32Array;
}

/** A binary heap on typed arrays that grow by doubling: no objects per event. */
export function createEventHeap(capacity = 1024): EventHeap {
  let heap = allocate(capacity);
  let size = 0;
  let added = 0;
  let slot = -1;
  let token = -1;

  const move = (from: number, to: number): void => {
    heap.times[to] = heap.times[from];
    heap.orders[to] = heap.orders[from];
    heap.slots[to] = heap.slots[from];
    heap.tokens[to] = heap.tokens[from];
  };
  const place = (at: number, time: number, order: number, s: number, t: number): void => {
    heap.times[at] = time;
    heap.orders[at] = order;
    heap.slots[at] = s;
    heap.tokens[at] = t;
  };
  const before = (time: number, order: number, at: number): boolean =>
    time < heap.times[at] || (time === heap.times[at] && order < heap.orders[at]);

  const push = (time: number, s: number, t: number): void => {
    if (size === heap.times.length) heap = grown(heap);
    const order = added++;
    let at = size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(time, order, parent)) break;
      move(parent, at);
      at = parent;
    }
    place(at, time, order, s, t);
  };

  const pop = (): void => {
    slot = heap.slots[0];
    token = heap.tokens[0];
    const last = --size;
    const time = heap.times[last];
    const order = heap.orders[last];
    let at = 0;
    for (let child = 1; child < last; child = 2 * at + 1) {
      if (child + 1 < last && before(heap.times[child + 1], heap.orders[child + 1], child)) child++;
      if (before(time, order, child)) break;
      move(child, at);
      at = child;
    }
    place(at, time, order, heap.slots[last], heap.tokens[last]);
  };

  return {
    get size() {
      return size;
    },
    get next() {
      return size === 0 ? Number.POSITIVE_INFINITY : heap.times[0];
    },
    push,
    pop,
    get slot() {
      return slot;
    },
    get token() {
      return token;
    },
  };
}

function allocate(capacity: number): Arrays {
  return {
    times: new Float64Array(capacity),
    orders: new Float64Array(capacity),
    slots: new Int32Array(capacity),
    tokens: new Int32Array(capacity),
  };
}

function grown(heap: Arrays): Arrays {
  const larger = allocate(2 * heap.times.length);
  larger.times.set(heap.times);
  larger.orders.set(heap.orders);
  larger.slots.set(heap.slots);
  larger.tokens.set(heap.tokens);
  return larger;
}
