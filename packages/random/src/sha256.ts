const K = new Uint32Array(64);
const INITIAL = new Uint32Array(8);
// Room to work in, filled anew for every 64 bytes.
const w = new Uint32Array(64);
const a = new Uint32Array(68);
const e = new Uint32Array(68);
fillConstants();

/** The first 32 bits of the fractional parts of the square and cube roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function fillConstants(): void {
  const fraction = (x: number) => ((x - Math.floor(x)) * 0x100000000) >>> 0;
  for (let candidate = 2, found = 0; found < 64; candidate++) {
    let prime = true;
    for (let d = 2; d * d <= candidate && prime; d++) prime = candidate % d !== 0;
    if (!prime) continue;
    if (found < 8) INITIAL[found] = fraction(Math.sqrt(candidate));
    K[found++] = fraction(Math.cbrt(candidate));
  }
}

/** An incremental SHA-256 (FIPS 180-4) in plain TypeScript, for code that must run without Node. */
export interface Sha256 {
  update(bytes: Uint8Array): Sha256;
  /** Ends the hash; the object must not be used afterwards. 32 bytes. */
  digest(): Uint8Array;
}

/** Starts a SHA-256. */
export function createSha256(): Sha256 {
  const state = INITIAL.slice();
  const block = new Uint8Array(64);
  let length = 0;
  let held = 0;
  const self: Sha256 = {
    update(bytes) {
      length += bytes.length;
      for (let at = 0; at < bytes.length; ) {
        const take = Math.min(64 - held, bytes.length - at);
        if (take < 64) block.set(bytes.subarray(at, at + take), held);
        if (held + take === 64) compress(state, take < 64 ? block : bytes, take < 64 ? 0 : at);
        at += take;
        held = (held + take) % 64;
      }
      return self;
    },
    digest() {
      const padding = new Uint8Array(72 - ((held + 8) % 64));
      padding[0] = 0x80;
      const end = new DataView(padding.buffer, padding.length - 8);
      end.setUint32(0, Math.floor((length * 8) / 0x100000000));
      end.setUint32(4, length * 8);
      self.update(padding);
      const out = new DataView(new ArrayBuffer(32));
      for (let i = 0; i < 8; i++) out.setUint32(4 * i, state[i]);
      return new Uint8Array(out.buffer);
    },
  };
  return self;
}

/** One round after another needs only the newest four values of two sequences: `a` holds a, b, c, d and `e` holds e, f, g, h. */
function compress(state: Uint32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++, at += 4) {
    w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  for (let i = 0; i < 4; i++) {
    a[i] = state[3 - i];
    e[i] = state[7 - i];
  }
  for (let i = 0; i < 64; i++) {
    const x = a[i + 3];
    const y = e[i + 3];
    const s1 = ((y >>> 6) | (y << 26)) ^ ((y >>> 11) | (y << 21)) ^ ((y >>> 25) | (y << 7));
    const t1 = (e[i] + s1 + ((y & e[i + 2]) ^ (~y & e[i + 1])) + K[i] + w[i]) | 0;
    const s0 = ((x >>> 2) | (x << 30)) ^ ((x >>> 13) | (x << 19)) ^ ((x >>> 22) | (x << 10));
    e[i + 4] = a[i] + t1;
    a[i + 4] = t1 + s0 + ((x & a[i + 2]) ^ (x & a[i + 1]) ^ (a[i + 2] & a[i + 1]));
  }
  for (let i = 0; i < 8; i++) state[i] += i < 4 ? a[67 - i] : e[71 - i];
}

/** SHA-256 of bytes, or of the UTF-8 form of a text: 32 bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return createSha256()
    .update(typeof data === 'string' ? new TextEncoder().encode(data) : data)
    .digest();
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += (byte + 0x100).toString(16).slice(1);
  return out;
}
