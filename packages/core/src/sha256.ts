const K = new Uint32Array(64);
const INITIAL = new Uint32Array(8);
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
  const words = new Uint32Array(64);
  const tail = new Uint8Array(64);
  let length = 0;
  let held = 0;
  const self: Sha256 = {
    update(bytes) {
      length += bytes.length;
      let at = 0;
      if (held > 0) {
        const take = Math.min(64 - held, bytes.length);
        tail.set(bytes.subarray(0, take), held);
        held += take;
        at = take;
        if (held < 64) return self;
        compress(state, words, tail, 0);
        held = 0;
      }
      for (; at + 64 <= bytes.length; at += 64) compress(state, words, bytes, at);
      tail.set(bytes.subarray(at), 0);
      held = bytes.length - at;
      return self;
    },
    digest() {
      const bits = length * 8;
      tail[held++] = 0x80;
      if (held > 56) {
        tail.fill(0, held);
        compress(state, words, tail, 0);
        held = 0;
      }
      tail.fill(0, held);
      const view = new DataView(tail.buffer);
      view.setUint32(56, Math.floor(bits / 0x100000000));
      view.setUint32(60, bits >>> 0);
      compress(state, words, tail, 0);
      const out = new Uint8Array(32);
      const outView = new DataView(out.buffer);
      for (let i = 0; i < 8; i++) outView.setUint32(4 * i, state[i]);
      return out;
    },
  };
  return self;
}

function compress(state: Uint32Array, w: Uint32Array, bytes: Uint8Array, at: number): void {
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
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
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
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}
