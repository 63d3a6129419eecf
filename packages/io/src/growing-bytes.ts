/** Bytes that cells are written into, one after the other; they move when they outgrow their room. */
export interface GrowingBytes {
  bytes: Buffer;
  used: number;
}

export const growingBytes = (room: number): GrowingBytes => ({ bytes: Buffer.allocUnsafe(room), used: 0 });

/** Makes room for `more` bytes. */
export function reserve(target: GrowingBytes, more: number): void {
  if (target.used + more <= target.bytes.length) return;
  const bytes = Buffer.allocUnsafe(Math.max(2 * target.bytes.length, target.used + more));
  target.bytes.copy(bytes, 0, 0, target.used);
  target.bytes = bytes;
}

/** Appends bytes. */
export function appendBytes(target: GrowingBytes, bytes: Uint8Array): void {
  reserve(target, bytes.length);
  target.bytes.set(bytes, target.used);
  target.used += bytes.length;
}

/** Appends one byte. */
export function appendByte(target: GrowingBytes, byte: number): void {
  reserve(target, 1);
  target.bytes[target.used++] = byte;
}

/** Appends a text as UTF-8. */
export function appendText(target: GrowingBytes, text: string): void {
  reserve(target, 3 * text.length);
  target.used += target.bytes.write(text, target.used, 'utf8');
}
