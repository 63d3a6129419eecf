import type { TextCells } from './source.ts';

/** Texts as cells; `null` = missing. Texts must be well-formed: a lone surrogate has no UTF-8. */
export function textCells(values: readonly (string | null)[]): TextCells {
  const starts = new Int32Array(values.length);
  const ends = new Int32Array(values.length);
  let room = 0;
  for (const value of values) room += value === null ? 0 : 3 * value.length;
  const bytes = Buffer.allocUnsafe(room);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    starts[i] = value === null ? -1 : at;
    if (value !== null) at += bytes.write(value, at, 'utf8');
    ends[i] = at;
  }
  return { storage: 'cells', bytes: bytes.subarray(0, at), starts, ends };
}
