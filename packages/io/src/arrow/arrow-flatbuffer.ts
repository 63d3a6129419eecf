/**
 * Reads FlatBuffers (flatbuffers.dev/internals), every offset held against the bytes before it is followed: a hostile file
 * makes a `RangeError`, never a read elsewhere or a large allocation.
 */
export interface FlatTable {
  readonly view: DataView;
  readonly at: number;
  /** Bytes of vectors that may still be read: many offsets to one place would make endless work of few bytes. */
  readonly budget: { left: number };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The root table. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, at: view.getUint32(0, true), budget: { left: 1024 + 16 * view.byteLength } };
}

/** Where field `id` lies; 0 when it has its default. */
function fieldAt({ view, at }: FlatTable, id: number): number {
  const vtable = at - view.getInt32(at, true);
  const size = view.getUint16(vtable, true);
  if (4 + 2 * id + 2 > size) return 0;
  const offset = view.getUint16(vtable + 4 + 2 * id, true);
  return offset === 0 ? 0 : at + offset;
}

export function byteField(table: FlatTable, id: number): number {
  const at = fieldAt(table, id);
  return at === 0 ? 0 : table.view.getUint8(at);
}

export function shortField(table: FlatTable, id: number, otherwise = 0): number {
  const at = fieldAt(table, id);
  return at === 0 ? otherwise : table.view.getInt16(at, true);
}

export function intField(table: FlatTable, id: number, otherwise = 0): number {
  const at = fieldAt(table, id);
  return at === 0 ? otherwise : table.view.getInt32(at, true);
}

/** A 64-bit field that counts something; negative or beyond 2^53 is a `RangeError`. */
export function countField(table: FlatTable, id: number): number {
  const at = fieldAt(table, id);
  return at === 0 ? 0 : countAt(table.view, at);
}

export function countAt(view: DataView, at: number): number {
  const count = Number(view.getBigInt64(at, true));
  if (count < 0 || !Number.isSafeInteger(count)) throw new RangeError(`${count} is declared where a count must stand`);
  return count;
}

/** A 64-bit field that names something. */
export function nameField(table: FlatTable, id: number): string {
  const at = fieldAt(table, id);
  return at === 0 ? '0' : String(table.view.getBigInt64(at, true));
}

/** A table inside a table; `null` when it is left out. */
export function tableField(table: FlatTable, id: number): FlatTable | null {
  const at = fieldAt(table, id);
  return at === 0 ? null : { ...table, at: at + table.view.getUint32(at, true) };
}

/** Where a vector's elements begin, and how many of `width` bytes there are. */
export interface FlatVector {
  readonly view: DataView;
  readonly at: number;
  readonly length: number;
}

/** A vector; empty when it is left out. */
export function vectorField(table: FlatTable, id: number, width: number): FlatVector {
  const { view } = table;
  const field = fieldAt(table, id);
  if (field === 0) return { view, at: 0, length: 0 };
  const at = field + view.getUint32(field, true);
  const length = view.getUint32(at, true);
  if (at + 4 + length * width > view.byteLength) throw new RangeError('an offset points outside the metadata');
  table.budget.left -= 4 + length * width;
  if (table.budget.left < 0) throw new RangeError('its metadata refers to the same bytes over and over');
  return { view, at: at + 4, length };
}

/** A vector of tables. */
export function tablesField(table: FlatTable, id: number): readonly FlatTable[] {
  const { view, at, length } = vectorField(table, id, 4);
  return Array.from({ length }, (_, i) => ({ ...table, at: at + 4 * i + view.getUint32(at + 4 * i, true) }));
}

/** A text; `''` when it is left out. Throws a `TypeError` for one that is not UTF-8. */
export function textField(table: FlatTable, id: number): string {
  const { view, at, length } = vectorField(table, id, 1);
  return length === 0 ? '' : decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at, length));
}
