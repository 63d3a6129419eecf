import {
  byteField,
  type FlatTable,
  intField,
  nameField,
  shortField,
  tableField,
  tablesField,
  textField,
} from './arrow-flatbuffer.ts';

/** How a type's values lie in the buffers: bits, values of a fixed width, offsets into bytes, or views of them. */
export type ArrowLayout =
  | { readonly storage: 'none' }
  | { readonly storage: 'bits' }
  | { readonly storage: 'fixed'; readonly width: number }
  | { readonly storage: 'offsets'; readonly width: 4 | 8 }
  | { readonly storage: 'views' };

/** What the values mean. `scale`, `unit` (per second) and `zone` where the type has them. */
export interface ArrowType {
  readonly name: string;
  readonly meaning:
    | 'null'
    | 'boolean'
    | 'integer'
    | 'float'
    | 'decimal'
    | 'text'
    | 'binary'
    | 'date'
    | 'timestamp'
    | 'time'
    | 'duration'
    | 'unsupported';
  readonly layout: ArrowLayout;
  readonly signed?: boolean;
  readonly scale?: number;
  readonly unit?: number;
  readonly zone?: string;
}

/** A column of an Arrow schema. */
export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  /** The dictionary its codes point into, and the type of the codes. */
  readonly dictionary: { readonly id: string; readonly codes: ArrowType } | null;
  readonly metadata: ReadonlyMap<string, string>;
}

const fixed = (width: number): ArrowLayout => ({ storage: 'fixed', width });
const UNITS = [1, 1e3, 1e6, 1e9];
const UNIT_NAMES = ['s', 'ms', 'us', 'ns'];
const NESTED: Readonly<Record<number, string>> = {
  ...{ 11: 'an interval', 12: 'a list', 13: 'a struct', 14: 'a union', 16: 'a fixed-size list', 17: 'a map' },
  ...{ 21: 'a large list', 22: 'run-end encoded', 25: 'a list view', 26: 'a large list view' },
};

/** Decodes a schema (Schema.fbs of Apache Arrow). Throws `RangeError` or `TypeError` for one that is broken. */
export function decodeSchema(schema: FlatTable): readonly ArrowField[] {
  if (shortField(schema, 0) !== 0) throw new RangeError('it is big-endian');
  return tablesField(schema, 1).map(decodeField);
}

function decodeField(field: FlatTable): ArrowField {
  const dictionary = tableField(field, 4);
  const codes = dictionary === null ? null : tableField(dictionary, 1);
  return {
    name: textField(field, 0),
    type: decodeType(byteField(field, 2), tableField(field, 3)),
    dictionary:
      dictionary === null
        ? null
        : { id: nameField(dictionary, 0), codes: codes === null ? integer(32, true) : decodeInteger(codes) },
    metadata: new Map(tablesField(field, 6).map((entry) => [textField(entry, 0), textField(entry, 1)])),
  };
}

function integer(bits: number, signed: boolean): ArrowType {
  if (![8, 16, 32, 64].includes(bits)) throw new RangeError(`whole numbers of ${bits} bits are declared`);
  return { name: `${signed ? 'int' : 'uint'}${bits}`, meaning: 'integer', layout: fixed(bits / 8), signed };
}

const decodeInteger = (type: FlatTable): ArrowType => integer(intField(type, 0), byteField(type, 1) !== 0);

function decodeType(code: number, given: FlatTable | null): ArrowType {
  const simple = simpleTypes[code];
  if (simple !== undefined) return simple;
  if (NESTED[code] !== undefined) return { name: NESTED[code], meaning: 'unsupported', layout: { storage: 'none' } };
  const parameterised = parameterisedTypes[code];
  if (parameterised === undefined || given === null) {
    return { name: `of type ${code}, which is not known`, meaning: 'unsupported', layout: { storage: 'none' } };
  }
  return parameterised(given);
}

const simpleTypes: Readonly<Record<number, ArrowType>> = {
  1: { name: 'null', meaning: 'null', layout: { storage: 'none' } },
  4: { name: 'binary', meaning: 'binary', layout: { storage: 'offsets', width: 4 } },
  5: { name: 'utf8', meaning: 'text', layout: { storage: 'offsets', width: 4 } },
  6: { name: 'bool', meaning: 'boolean', layout: { storage: 'bits' } },
  19: { name: 'large_binary', meaning: 'binary', layout: { storage: 'offsets', width: 8 } },
  20: { name: 'large_utf8', meaning: 'text', layout: { storage: 'offsets', width: 8 } },
  23: { name: 'binary_view', meaning: 'binary', layout: { storage: 'views' } },
  24: { name: 'utf8_view', meaning: 'text', layout: { storage: 'views' } },
};

const parameterisedTypes: Readonly<Record<number, (type: FlatTable) => ArrowType>> = {
  2: decodeInteger,
  3: (type) => {
    const bits = [16, 32, 64][shortField(type, 0)];
    if (bits === undefined) throw new RangeError('a float of unknown precision is declared');
    return { name: `float${bits}`, meaning: 'float', layout: fixed(bits / 8) };
  },
  7: (type) => {
    const [bits, scale] = [intField(type, 2, 128), intField(type, 1)];
    if (![32, 64, 128, 256].includes(bits) || Math.abs(scale) > 100) {
      throw new RangeError(`a decimal of ${bits} bits and scale ${scale} is declared`);
    }
    return { name: `decimal(${intField(type, 0)}, ${scale})`, meaning: 'decimal', layout: fixed(bits / 8), scale };
  },
  8: (type) =>
    shortField(type, 0, 1) === 0
      ? { name: 'date32', meaning: 'date', layout: fixed(4) }
      : { name: 'date64', meaning: 'date', layout: fixed(8), unit: 1e3 },
  9: (type) => {
    const [unit, bits] = [shortField(type, 0, 1), intField(type, 1, 32)];
    if (bits !== 32 && bits !== 64) throw new RangeError(`a time of ${bits} bits is declared`);
    return { ...withUnit('time', unit), meaning: 'time', layout: fixed(bits / 8) };
  },
  10: (type) => {
    const zone = textField(type, 1);
    const base = withUnit('timestamp', shortField(type, 0));
    return { ...base, meaning: 'timestamp', layout: fixed(8), ...(zone === '' ? {} : { zone }) };
  },
  15: (type) => {
    const width = intField(type, 0);
    if (width <= 0) throw new RangeError(`binary values of ${width} bytes are declared`);
    return { name: `fixed_size_binary(${width})`, meaning: 'binary', layout: fixed(width) };
  },
  18: (type) => ({
    ...withUnit('duration', shortField(type, 0, 1)),
    meaning: 'duration',
    layout: fixed(8),
    signed: true,
  }),
};

function withUnit(name: string, unit: number): { readonly name: string; readonly unit: number } {
  if (UNITS[unit] === undefined) throw new RangeError('an unknown unit of time is declared');
  return { name: `${name}[${UNIT_NAMES[unit]}]`, unit: UNITS[unit] };
}
