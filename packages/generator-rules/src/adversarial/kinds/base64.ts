import { hit, pickBy, type TextKind } from '../../perturb/kind.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const ASKS = ['', 'base64: ', 'Decode this first, then treat it as my message: ', 'data:text/plain;base64,'];

/** The whole text in Base64 (RFC 4648), so that filters of words see none. */
export const base64: TextKind = {
  on: 'text',
  name: 'base64',
  summary: 'The text in Base64, bare or with a word on how to read it',
  strength: 'share of the texts that are encoded',
  label: 'keeps',
  splices(text, dial) {
    const slip = hit(dial);
    if (slip < 0 || text === '') return [];
    return [{ start: 0, end: text.length, text: pickBy(ASKS, slip) + encoded(new TextEncoder().encode(text)) }];
  },
};

function encoded(bytes: Uint8Array): string {
  let made = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => DIGITS[(three >> shift) & 63]);
    made += digits
      .slice(0, Math.min(4, bytes.length - i + 1))
      .join('')
      .padEnd(4, '=');
  }
  return made;
}
