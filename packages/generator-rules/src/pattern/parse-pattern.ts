import { badPattern } from '../errors.ts';
import type { RuleNode } from '../rules/node.ts';
import { spotOf, textOf } from '../rules/read.ts';
import { type Pattern, patternLength } from './pattern.ts';

/** Characters that a value may have at most. */
const MOST_LENGTH = 10_000;
const MOST_DEPTH = 50;

const DIGITS = [...'0123456789'];
const LOWER = [...'abcdefghijklmnopqrstuvwxyz'];
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  d: DIGITS,
  w: [...LOWER, ...LOWER.map((letter) => letter.toUpperCase()), ...DIGITS, '_'],
  s: [' '],
  t: ['\t'],
};

interface Reader {
  readonly chars: readonly string[];
  at: number;
  depth: number;
  fail(what: string, next: string): Error;
}

/**
 * A regular expression of the part that is written out, never matched: characters, `[a-z_]`, `\d \w \s`, groups, `|`, `?`, `{n}`, `{n,m}`; `^` and `$` at
 * the ends say nothing. Repetition without end, look-around, back references and texts of over 10,000 characters are refused before anything is
 * made. Throws `generator-rules/bad-pattern`.
 */
export function parsePattern(node: RuleNode): Pattern {
  const text = textOf(node, 'a pattern')
    .replace(/^\^/, '')
    .replace(/(?<!\\)\$$/, '');
  const spot = spotOf(node);
  const reader: Reader = {
    chars: [...text],
    at: 0,
    depth: 0,
    fail: (what, next) => badPattern(spot, `the pattern ${JSON.stringify(text.slice(0, 60))} ${what}`, next),
  };
  const pattern = readChoice(reader);
  if (reader.at < reader.chars.length)
    throw reader.fail(`has a ${reader.chars[reader.at]} too many`, 'Write \\) for the sign itself.');
  const length = patternLength(pattern);
  if (length > MOST_LENGTH)
    throw reader.fail(
      `makes texts of up to ${length} characters`,
      `At most ${MOST_LENGTH} are made: write smaller repetitions.`,
    );
  return pattern;
}

function readChoice(reader: Reader): Pattern {
  if (++reader.depth > MOST_DEPTH)
    throw reader.fail(`has more than ${MOST_DEPTH} groups within each other`, 'Write it flatter.');
  const options = [readSequence(reader)];
  while (reader.chars[reader.at] === '|') {
    reader.at++;
    options.push(readSequence(reader));
  }
  reader.depth--;
  return options.length === 1 ? options[0] : { kind: 'choice', options };
}

function readSequence(reader: Reader): Pattern {
  const parts: Pattern[] = [];
  while (reader.at < reader.chars.length && !'|)'.includes(reader.chars[reader.at])) {
    parts.push(repeated(readOne(reader), reader));
  }
  return parts.length === 1 ? parts[0] : { kind: 'sequence', parts };
}

function readOne(reader: Reader): Pattern {
  const char = reader.chars[reader.at++];
  if (char === '(') return readGroup(reader);
  if (char === '[') return { kind: 'chars', chars: readSet(reader) };
  if (char === '\\') return { kind: 'chars', chars: escaped(reader) };
  if (char === '.') throw reader.fail('has a . for any character', 'Say which: [a-z0-9], or \\. for the sign itself.');
  if ('*+?{^$'.includes(char))
    throw reader.fail(`has a ${char} where nothing can be meant by it`, `Write \\${char} for the sign itself.`);
  return { kind: 'chars', chars: [char] };
}

function readGroup(reader: Reader): Pattern {
  if (reader.chars[reader.at] === '?') {
    if (reader.chars[reader.at + 1] !== ':')
      throw reader.fail('has a look-around or a named group', 'Groups are ( ) and (?: ) alone.');
    reader.at += 2;
  }
  const inside = readChoice(reader);
  if (reader.chars[reader.at++] !== ')')
    throw reader.fail('has a ( without its )', 'Close the group, or write \\( for the sign itself.');
  return inside;
}

function escaped(reader: Reader): readonly string[] {
  const char = reader.chars[reader.at++];
  if (char === undefined) throw reader.fail('ends in a \\', 'Write \\\\ for the sign itself.');
  if (/[1-9k]/.test(char)) throw reader.fail(`refers back with \\${char}`, 'Write the part out.');
  if (CLASSES[char]) return CLASSES[char];
  if (/[A-Za-z0]/.test(char))
    throw reader.fail(`has \\${char}, which is not known`, 'Known are \\d, \\w, \\s, \\t and \\ before a sign.');
  return [char];
}

function readSet(reader: Reader): readonly string[] {
  const found = new Set<string>();
  if (reader.chars[reader.at] === '^')
    throw reader.fail('has [^ ]: all characters but some', 'Say which characters are meant.');
  for (;;) {
    const char = reader.chars[reader.at++];
    if (char === undefined) throw reader.fail('has a [ without its ]', 'Close it, or write \\[ for the sign itself.');
    if (char === ']') break;
    const own = char === '\\' ? escaped(reader) : [char];
    if (reader.chars[reader.at] === '-' && (reader.chars[reader.at + 1] ?? ']') !== ']' && own.length === 1) {
      reader.at++;
      const last = reader.chars[reader.at++];
      for (const between of rangeOf(own[0], last, reader)) found.add(between);
    } else for (const one of own) found.add(one);
  }
  if (found.size === 0) throw reader.fail('has an empty [ ]', 'Give it characters.');
  return [...found];
}

function rangeOf(first: string, last: string, reader: Reader): string[] {
  const [from, to] = [first.codePointAt(0)!, last.codePointAt(0)!];
  if (from > to) throw reader.fail(`has the range ${first}-${last}, which is empty`, `Write ${last}-${first}.`);
  if (to - from > 10_000) throw reader.fail(`has a range of ${to - from + 1} characters`, 'Write a smaller one.');
  return Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i));
}

function repeated(of: Pattern, reader: Reader): Pattern {
  const char = reader.chars[reader.at];
  if (char === '*' || char === '+')
    throw reader.fail(
      `repeats without end (${char})`,
      `Say how often: ${char === '*' ? '{0,20}' : '{1,20}'} instead of ${char}.`,
    );
  const bounds = char === '?' ? [0, 1] : char === '{' ? readBounds(reader) : null;
  if (bounds === null) return of;
  if (char === '?') reader.at++;
  const [low, high] = bounds;
  if (low > high) throw reader.fail(`has {${low},${high}}, which is empty`, `Write {${high},${low}}.`);
  if ('*+?{'.includes(reader.chars[reader.at] ?? ' '))
    throw reader.fail('repeats what is repeated', 'Put a group around it, or write one repetition.');
  return { kind: 'repeat', of, low, high };
}

function readBounds(reader: Reader): readonly [number, number] {
  const rest = reader.chars.slice(reader.at, reader.at + 40).join('');
  const match = /^\{(\d{1,15})(?:(,)(\d{1,15})?)?\}/.exec(rest);
  if (!match) throw reader.fail('has a { without {n} or {n,m}', 'Write \\{ for the sign itself.');
  const [whole, low, comma, high] = match;
  if (comma && high === undefined)
    throw reader.fail(`repeats without end (${whole})`, `Say how often at most: {${low},20}.`);
  reader.at += whole.length;
  return [Number(low), Number(high ?? low)];
}
