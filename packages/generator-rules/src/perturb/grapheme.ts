/** What goes on with the character before it. */
const EXTENDS = /^(?:[\p{M}\p{Emoji_Modifier}\u200c\uff9e\uff9f\u{e0020}-\u{e007f}]|\u200d)/u;

/** What joins to the character after it: zero-width joiner, viramas of the scripts with conjuncts, signs over digits. */
const JOINS = /[\u200d\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]$/;

const JAMO = /^[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/;
const SYLLABLE = /[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\uac00-\ud7a3]$/;
const FLAGS = /\p{RI}+$/u;

/**
 * Whether a text may be cut before the UTF-16 unit `at` so that no character as a reader sees it is broken: a conservative form of the extended grapheme
 * clusters of Unicode UAX #29 (where it says yes, `Intl.Segmenter` does; that would take a hundred times as long).
 */
export function boundaryAt(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  if (before < 0x300 && after < 0x300) return before !== 13 || after !== 10;
  if ((after & 0xfc00) === 0xdc00 && (before & 0xfc00) === 0xd800) return false;
  const [left, right] = [text.slice(Math.max(0, at - 2), at), text.slice(at, at + 2)];
  if (EXTENDS.test(right) || JOINS.test(left)) return false;
  if (JAMO.test(right) && SYLLABLE.test(left)) return false;
  if (right.length < 2 || !/^\p{RI}/u.test(right)) return true;
  const flags = FLAGS.exec(text.slice(0, at));
  return flags === null || flags[0].length % 4 === 0;
}

/** Whether the unit at a place is a character of its own. */
export function standsAlone(text: string, at: number): boolean {
  return boundaryAt(text, at) && boundaryAt(text, at + 1);
}
