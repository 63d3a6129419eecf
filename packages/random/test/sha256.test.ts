import { createHash } from 'node:crypto';
import { createRandom, createSha256, sha256, toHex } from '@verisim/random';
import { expect, test } from 'vitest';

test('gives the digests of FIPS 180-4 and its test vectors', () => {
  const vectors = {
    '': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq:
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  };
  for (const [message, digest] of Object.entries(vectors)) expect(toHex(sha256(message))).toBe(digest);
  const million = toHex(sha256(new Uint8Array(1_000_000).fill(0x61)));
  expect(million).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
});

test('agrees with the hash of Node on every length up to three blocks, in any pieces', () => {
  const random = createRandom('sha');
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, () => random.int(0, 256));
    const wanted = createHash('sha256').update(bytes).digest('hex');
    expect(toHex(sha256(bytes))).toBe(wanted);
    const hash = createSha256();
    for (let at = 0; at < length; ) {
      const piece = random.int(0, 90);
      hash.update(bytes.subarray(at, at + piece));
      at += piece;
    }
    expect(toHex(hash.digest())).toBe(wanted);
  }
});

test('hashes a text as UTF-8 and leaves its input alone', () => {
  expect(toHex(sha256('größe 🦩'))).toBe(createHash('sha256').update('größe 🦩', 'utf8').digest('hex'));
  const bytes = Uint8Array.of(1, 2, 3);
  sha256(bytes);
  expect(bytes).toEqual(Uint8Array.of(1, 2, 3));
});
