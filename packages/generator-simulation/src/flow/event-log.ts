/** Events in order of time, `width` numbers each; the first is the entity that it belongs to. Grows as needed. */
export interface EventLog {
  readonly rows: number;
  /** Room for one more event: where its numbers go in `values`. */
  add(): number;
  /** `rows` x `width`. Read it again after `add`: it may have been moved. */
  readonly values: Float64Array;
  readonly width: number;
}

/** An empty log with room for some rows. */
export function createEventLog(width: number, room: number): EventLog {
  let values = new Float64Array(width * Math.max(16, room));
  let rows = 0;
  return {
    width,
    get rows() {
      return rows;
    },
    get values() {
      return values;
    },
    add() {
      const at = rows++ * width;
      if (at + width > values.length) {
        const larger = new Float64Array(2 * values.length);
        larger.set(values);
        values = larger;
      }
      return at;
    },
  };
}

/**
 * Events of as many whole entities as fill `wanted` rows, those of the lowest marks (uniform, independent); of the last one only its first. In order of time. Leaving out entities at
 * random leaves a Poisson process of entities one, at a lower rate. All rows where there are no more than `wanted`.
 */
export function keepEntities(
  log: EventLog,
  entities: number,
  wanted: number,
  mark: (entity: number) => number,
): Int32Array {
  const { rows, values, width } = log;
  const counts = new Int32Array(entities);
  for (let row = 0; row < rows; row++) counts[values[row * width]]++;
  const marks = Float64Array.from({ length: entities }, (_, entity) => mark(entity));
  const order = Uint32Array.from(marks, (_, entity) => entity).sort((a, b) => marks[a] - marks[b]);
  const room = new Int32Array(entities);
  let left = Math.min(wanted, rows);
  for (const entity of order) {
    room[entity] = Math.min(left, counts[entity]);
    left -= room[entity];
  }
  const kept = new Int32Array(Math.min(wanted, rows));
  for (let row = 0, at = 0; row < rows; row++) if (room[values[row * width]]-- > 0) kept[at++] = row;
  return kept;
}

/** One of the numbers of the given events. */
export function gather({ values, width }: EventLog, rows: Int32Array, field: number): Float64Array {
  const found = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = values[rows[i] * width + field];
  return found;
}
