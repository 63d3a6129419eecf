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

interface Heap {
  times: Float64Array;
  orders: Float64Array;
  slots: Int32Array;
  tokens: Int32Array;
  size: number;
  added: number;
  slot: number;
  token: number;
}

/** A binary heap on typed arrays that grow by doubling: no objects per event. */
export function createEventHeap(capacity = 1024): EventHeap {
  const heap: Heap = { ...allocate(capacity), size: 0, added: 0, slot: -1, token: -1 };
  return {
    get size() {
      return heap.size;
    },
    get next() {
      return heap.size === 0 ? Number.POSITIVE_INFINITY : heap.times[0];
    },
    push: (time, slot, token) => push(heap, time, slot, token),
    pop: () => pop(heap),
    get slot() {
      return heap.slot;
    },
    get token() {
      return heap.token;
    },
  };
}

function push(heap: Heap, time: number, slot: number, token: number): void {
  if (heap.size === heap.times.length) grow(heap);
  const order = heap.added++;
  let at = heap.size++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(heap, time, order, parent)) break;
    move(heap, parent, at);
    at = parent;
  }
  place(heap, at, time, order, slot, token);
}

function pop(heap: Heap): void {
  const { times, orders, slots, tokens } = heap;
  heap.slot = slots[0];
  heap.token = tokens[0];
  const last = --heap.size;
  const time = times[last];
  const order = orders[last];
  let at = 0;
  for (let child = 1; child < last; child = 2 * at + 1) {
    if (child + 1 < last && before(heap, times[child + 1], orders[child + 1], child)) child++;
    if (before(heap, time, order, child)) break;
    move(heap, child, at);
    at = child;
  }
  place(heap, at, time, order, slots[last], tokens[last]);
}

/** Whether an event comes before the one at a place. */
function before({ times, orders }: Heap, time: number, order: number, at: number): boolean {
  return time < times[at] || (time === times[at] && order < orders[at]);
}

function move({ times, orders, slots, tokens }: Heap, from: number, to: number): void {
  times[to] = times[from];
  orders[to] = orders[from];
  slots[to] = slots[from];
  tokens[to] = tokens[from];
}

function place(heap: Heap, at: number, time: number, order: number, slot: number, token: number): void {
  heap.times[at] = time;
  heap.orders[at] = order;
  heap.slots[at] = slot;
  heap.tokens[at] = token;
}

function allocate(capacity: number): Pick<Heap, 'times' | 'orders' | 'slots' | 'tokens'> {
  return {
    times: new Float64Array(capacity),
    orders: new Float64Array(capacity),
    slots: new Int32Array(capacity),
    tokens: new Int32Array(capacity),
  };
}

function grow(heap: Heap): void {
  const { times, orders, slots, tokens } = heap;
  Object.assign(heap, allocate(2 * times.length));
  heap.times.set(times);
  heap.orders.set(orders);
  heap.slots.set(slots);
  heap.tokens.set(tokens);
}
