import { firstInstant, lastInstant } from '../datetime-format.ts';
import { unsupportedType } from '../errors.ts';
import type { ValueChange } from '../read-result.ts';
import type { NumberCells, SourceColumn, TextCells } from '../source.ts';
import { textCells } from '../text-cells.ts';
import { instantsOf, instantText, timeText } from './arrow-instants.ts';
import { decimalOf, exactText, floatsOf, integersOf } from './arrow-numbers.ts';
import type { ArrowField, ArrowType } from './arrow-schema.ts';
import { type ArrowSlice, firstForeign } from './arrow-slice.ts';

type Cells = NumberCells | TextCells;

/** How a column is read. Made from what a pass over all rows told its tally. */
export interface ArrowColumn {
  readonly column: SourceColumn;
  readonly changes: readonly ValueChange[];
  decode(slice: ArrowSlice): Cells;
}

/** What must be known of all rows before a column can be named. */
export interface ArrowTally {
  /** Takes notice of some rows. */
  add(slice: ArrowSlice): void;
  column(): ArrowColumn;
}

/** Rows of one sort, and the first of them. */
interface Seen {
  rows: number;
  example: string;
}

const nothing = (): Seen => ({ rows: 0, example: '' });
const isMissing = ({ missing }: ArrowSlice, row: number): boolean => missing !== null && missing[row] === 1;

function note(seen: Seen, example: () => string): void {
  if (seen.rows++ === 0) seen.example = example();
}

/** Starts to look at a column; `null` when its type says all. Throws `io/unsupported-type`. */
export function tallyOf(path: string, field: ArrowField): ArrowTally {
  const { type, name } = field;
  const label = field.dictionary === null ? type.name : `dictionary of ${type.name}`;
  const start = tallies[type.meaning];
  if (start === undefined) throw unsupportedType(path, name, label);
  return start({ path, name, label, type });
}

/** Whether the rows must be looked at before the column can be named. */
export const needsLook = ({ type }: ArrowField): boolean =>
  !(type.meaning === 'null' || type.meaning === 'boolean' || type.meaning === 'text' || isShortInteger(type));

const isShortInteger = ({ meaning, layout }: ArrowType): boolean =>
  meaning === 'integer' && layout.storage === 'fixed' && layout.width < 8;

interface Subject {
  readonly path: string;
  readonly name: string;
  readonly label: string;
  readonly type: ArrowType;
}

const tallies: Readonly<Record<string, (subject: Subject) => ArrowTally>> = {
  null: (subject) => plain(subject, 'untyped', missingCells),
  boolean: (subject) => plain(subject, 'boolean', booleanCells),
  text: (subject) => plain(subject, 'text', sliceCells),
  integer: (subject) =>
    isShortInteger(subject.type)
      ? plain(subject, 'integer', (slice) => numberCells(slice, integersOf(subject.type, slice)))
      : wholeTally(subject),
  duration: wholeTally,
  float: floatTally,
  decimal: decimalTally,
  date: instantTally,
  timestamp: instantTally,
  time: timeTally,
  binary: binaryTally,
};

function plain({ name, label }: Subject, native: SourceColumn['native'], decode: ArrowColumn['decode']): ArrowTally {
  return { add: () => {}, column: () => ({ column: { name, native, type: label }, changes: [], decode }) };
}

function numberCells(slice: ArrowSlice, values: Float64Array): NumberCells {
  for (let row = 0; row < slice.rows; row++) if (isMissing(slice, row)) values[row] = Number.NaN;
  return { storage: 'numbers', values };
}

function missingCells({ rows }: ArrowSlice): TextCells {
  return {
    storage: 'cells',
    bytes: new Uint8Array(0),
    starts: new Int32Array(rows).fill(-1),
    ends: new Int32Array(rows),
  };
}

const words = Buffer.from('falsetrue');

function booleanCells(slice: ArrowSlice): TextCells {
  const { rows, values } = slice;
  const starts = Int32Array.from({ length: rows }, (_, row) => (isMissing(slice, row) ? -1 : 5 * values[row]));
  return { storage: 'cells', bytes: words, starts, ends: starts.map((start) => (start === 5 ? 9 : 5)) };
}

function sliceCells(slice: ArrowSlice): TextCells {
  const { bytes, starts, ends, missing } = slice;
  if (missing !== null) for (let row = 0; row < starts.length; row++) if (missing[row] === 1) starts[row] = -1;
  return { storage: 'cells', bytes, starts, ends };
}

const textsOf = (slice: ArrowSlice, print: (row: number) => string): TextCells =>
  textCells(Array.from({ length: slice.rows }, (_, row) => (isMissing(slice, row) ? null : print(row))));

/** 64-bit whole numbers and durations. */
function wholeTally({ name, label, type }: Subject): ArrowTally {
  let beyond = false;
  const duration = type.meaning === 'duration' ? `a duration, counted as ${label} says` : undefined;
  return {
    add(slice) {
      const values = integersOf(type, slice);
      for (let row = 0; row < slice.rows && !beyond; row++) {
        beyond = !isMissing(slice, row) && !Number.isSafeInteger(values[row]);
      }
    },
    column() {
      if (!beyond) {
        const column: SourceColumn = { name, native: 'integer', type: label, note: duration };
        return { column, changes: [], decode: (slice) => numberCells(slice, integersOf(type, slice)) };
      }
      const column: SourceColumn = {
        name,
        native: 'text',
        type: label,
        note: 'whole numbers beyond 2^53, kept as they are written',
      };
      return { column, changes: [], decode: (slice) => textsOf(slice, (row) => exactText(type, slice, row)) };
    },
  };
}

function floatTally({ name, label, type }: Subject): ArrowTally {
  const endless = nothing();
  return {
    add(slice) {
      const values = floatsOf(type, slice);
      for (let row = 0; row < slice.rows; row++) {
        if (!Number.isFinite(values[row]) && !isMissing(slice, row)) note(endless, () => String(values[row]));
      }
    },
    column: () => ({
      column: { name, native: 'number', type: label },
      changes: listed(name, [['NaN or infinite, read as missing', endless]]),
      decode(slice) {
        const values = floatsOf(type, slice);
        for (let row = 0; row < slice.rows; row++) if (!Number.isFinite(values[row])) values[row] = Number.NaN;
        return numberCells(slice, values);
      },
    }),
  };
}

function decimalTally({ name, label, type }: Subject): ArrowTally {
  let exact = true;
  return {
    add(slice) {
      for (let row = 0; row < slice.rows && exact; row++) {
        exact = isMissing(slice, row) || decimalOf(type, slice, row).exact;
      }
    },
    column() {
      if (exact) {
        const column: SourceColumn = { name, native: (type.scale ?? 0) > 0 ? 'number' : 'integer', type: label };
        const decode = (slice: ArrowSlice) =>
          numberCells(
            slice,
            Float64Array.from({ length: slice.rows }, (_, row) => decimalOf(type, slice, row).value),
          );
        return { column, changes: [], decode };
      }
      const column: SourceColumn = {
        name,
        native: 'text',
        type: label,
        note: `${label} with more digits than a number holds, kept as written`,
      };
      return { column, changes: [], decode: (slice) => textsOf(slice, (row) => exactText(type, slice, row)) };
    },
  };
}

function instantTally({ name, label, type }: Subject): ArrowTally {
  const [finer, outside] = [nothing(), nothing()];
  let [timed, fractions] = [type.meaning === 'timestamp', false];
  const inside = (value: number) => value >= firstInstant && value <= lastInstant;
  return {
    add(slice) {
      const instants = instantsOf(type, slice);
      for (let row = 0; row < slice.rows; row++) {
        if (isMissing(slice, row)) continue;
        const value = instants.milliseconds[row];
        if (!inside(value)) {
          note(outside, () => `${exactText({ ...type, scale: 0, signed: true }, slice, row)} ${type.name}`);
          continue;
        }
        if (instants.finer?.[row] === 1)
          note(finer, () => instantText(value, exactText({ ...type, scale: 0 }, slice, row), type));
        timed ||= value % 86_400_000 !== 0;
        fractions ||= value % 1000 !== 0;
      }
    },
    column() {
      const zone = type.zone === undefined ? null : zoneOf(type.zone);
      const day = `%Y-%m-%d${timed ? `${zone === null ? ' ' : 'T'}%H:%M:%S${fractions ? '.%g' : ''}` : ''}`;
      const format = zone === null ? day : `${day}${zone.zone === 'Z' ? 'Z' : '%:z'}`;
      const column: SourceColumn = { name, native: 'instant', type: label, format, zone: zone?.zone, note: zone?.note };
      const changes = listed(name, [
        ['finer than a millisecond, rounded down to it', finer],
        ['outside the years 0 to 9999, read as missing', outside],
      ]);
      const decode = (slice: ArrowSlice) =>
        numberCells(
          slice,
          instantsOf(type, slice).milliseconds.map((value) => (inside(value) ? value : Number.NaN)),
        );
      return { column, changes, decode };
    },
  };
}

/** A zone as a table has it. One that this machine does not know is shown in UTC: the instants are the same. */
function zoneOf(zone: string): { readonly zone: string; readonly note?: string } {
  if (/^(Z|UTC|Etc\/UTC|[+-]00:?00)$/i.test(zone)) return { zone: 'Z' };
  const offset = /^([+-]\d{2}):?(\d{2})$/.exec(zone);
  if (offset !== null) return { zone: `${offset[1]}:${offset[2]}` };
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return { zone };
  } catch {
    return { zone: 'Z', note: `the zone "${zone}" is not known here: shown in UTC` };
  }
}

function timeTally({ name, label, type }: Subject): ArrowTally {
  return {
    add: () => {},
    column: () => ({
      column: { name, native: 'text', type: label, note: 'a time of day, kept as text' },
      changes: [],
      decode(slice) {
        const counts = integersOf({ ...type, signed: true }, slice);
        return textsOf(slice, (row) => timeText(type, counts[row]));
      },
    }),
  };
}

function binaryTally({ path, name, label, type }: Subject): ArrowTally {
  const cells = (slice: ArrowSlice) => (type.layout.storage === 'fixed' ? fixedCells(slice, type.layout.width) : slice);
  return {
    add(slice) {
      if (firstForeign(cells(slice)) >= 0) throw unsupportedType(path, name, `${label} that is not UTF-8 text`);
    },
    column: () => ({
      column: { name, native: 'text', type: label, note: 'binary without a type, read as UTF-8 text' },
      changes: [],
      decode: (slice) => sliceCells(cells(slice)),
    }),
  };
}

/** Values of a fixed width as cells. */
function fixedCells(slice: ArrowSlice, width: number): ArrowSlice {
  const starts = Int32Array.from({ length: slice.rows }, (_, row) => width * row);
  return { ...slice, bytes: slice.values, starts, ends: starts.map((start) => start + width) };
}

function listed(column: string, seen: readonly (readonly [string, Seen])[]): readonly ValueChange[] {
  return seen.flatMap(([what, { rows, example }]) => (rows === 0 ? [] : [{ column, what, rows, example }]));
}
