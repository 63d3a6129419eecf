/** The clock of a place: from `changes[i]` on (an instant) it is `offsets[i]` milliseconds ahead of UTC; `changes[0]` is minus infinity, saved as `null`. */
export interface ZoneClock {
  readonly changes: readonly (number | null)[];
  readonly offsets: readonly number[];
}

/** Clocks that were put forward and back within less than this are seen as one that was not: some zones suspend summer time for a month. */
const STRIDE = 7 * 86_400_000;
/** The years in which clocks are looked up; before and after they stay as they are. */
const FIRST: number = Date.UTC(1900, 0, 1);
const LAST: number = Date.UTC(2100, 0, 1);

/** The clock of a zone as `ColumnSpec.zone` names it, for instants from `low` to `high`. Without a zone: UTC. */
export function zoneClock(zone: string | undefined, low: number, high: number): ZoneClock {
  const fixed = fixedOffset(zone);
  if (fixed !== null) return { changes: [null], offsets: [fixed] };
  const offsetAt = offsetLookup(zone as string);
  const from = clamp(low - STRIDE);
  const to = clamp(high + STRIDE);
  const changes: (number | null)[] = [null];
  const offsets = [offsetAt(from)];
  for (let at = from; at < to; at += STRIDE) {
    const next = Math.min(at + STRIDE, to);
    const offset = offsetAt(next);
    if (offset === offsets[offsets.length - 1]) continue;
    changes.push(changeBetween(offsetAt, at, next));
    offsets.push(offset);
  }
  return { changes, offsets };
}

/** The time that the clock shows at an instant, as if it were UTC. */
export function toLocal(clock: ZoneClock, instant: number): number {
  return instant + clock.offsets[placeOf(clock, instant)];
}

/** The instants at which the clock shows a time: two where it is put back. A time that is skipped stands for the one as long after the change. */
export function toInstants(clock: ZoneClock, local: number): readonly number[] {
  const { offsets } = clock;
  if (offsets.length === 1) return [local - offsets[0]];
  const near = placeOf(clock, local);
  const found: number[] = [];
  for (let at = Math.max(0, near - 1); at <= Math.min(near + 1, offsets.length - 1); at++) {
    if (placeOf(clock, local - offsets[at]) === at) found.push(local - offsets[at]);
  }
  return found.length > 0
    ? found
    : [
        local -
          Math.min(offsets[near], offsets[Math.max(0, near - 1)], offsets[Math.min(near + 1, offsets.length - 1)]),
      ];
}

function placeOf({ changes }: ZoneClock, instant: number): number {
  let low = 0;
  let high = changes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((changes[middle] as number) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}

function fixedOffset(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z') return 0;
  const parts = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  if (parts === null) return null;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * 60_000;
}

function offsetLookup(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  return (instant) => {
    const parts = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(format.format(instant));
    if (parts === null) return 0;
    const seconds = (Number(parts[2]) * 60 + Number(parts[3])) * 60 + Number(parts[4] ?? 0);
    return (parts[1] === '-' ? -1000 : 1000) * seconds;
  };
}

/** The first whole second at which the clock differs from what it shows at `from`. */
function changeBetween(offsetAt: (instant: number) => number, from: number, to: number): number {
  const before = offsetAt(from);
  let low = Math.floor(from / 1000);
  let high = Math.ceil(to / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

function clamp(instant: number): number {
  return Math.min(LAST, Math.max(FIRST, instant));
}
