import { badCondition, type Condition, type ConditionValue } from '@verisim/core';

type Token = {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
};

/**
 * Reads conditions in the manner of SQL: `group = 'A' and "Phase of flight" in ('Climb', 'Approach') and age between 20 and 30`.
 * Comparisons: `= in between < <= > >= is missing, is not missing` (`null` reads as `missing`), joined by `and`. Names with
 * other than letters, digits and `_ . $` stand in double quotes, text in single quotes (quotes doubled to escape), dates as 2024-12-31.
 * Throws `core/bad-condition` with the place where it stopped understanding.
 */
export function parseWhere(text: string): readonly Condition[] {
  const tokens = tokenise(text);
  let at = 0;
  const peek = () => tokens[at];
  const fail = (wanted: string): never => {
    const token = peek();
    const found = token.kind === 'end' ? 'the end' : `"${token.text}"`;
    throw badCondition(
      `In the condition ${JSON.stringify(text)}, ${wanted} was expected at character ${token.at + 1}, not ${found}.`,
      `Example: group = 'A' and "Phase of flight" in ('Climb', 'Approach') and age between 20 and 30`,
    );
  };
  const isWord = (word: string) => peek().kind === 'word' && peek().text.toLowerCase() === word;
  const accept = (sign: string) => peek().text === sign && peek().kind === 'sign' && ++at > 0;
  const acceptWord = (word: string) => isWord(word) && ++at > 0;
  const value = (): ConditionValue => {
    const token = peek();
    if (token.kind !== 'text' && token.kind !== 'number' && token.kind !== 'word') return fail('a value');
    at++;
    if (token.kind === 'number') return Number(token.text);
    return token.text;
  };
  const list = (): ConditionValue[] => {
    if (!accept('(')) fail('"("');
    const values = [value()];
    while (accept(',')) values.push(value());
    if (!accept(')')) fail('"," or ")"');
    return values;
  };
  const comparison = (): Condition => {
    const token = peek();
    if (token.kind !== 'word' && token.kind !== 'name') return fail('a column name');
    at++;
    const column = token.text;
    if (accept('=')) return { column, in: [value()] };
    if (accept('>=')) return { column, from: value() };
    if (accept('<=')) return { column, to: value() };
    if (accept('>')) return { column, from: value(), open: 'from' };
    if (accept('<')) return { column, to: value(), open: 'to' };
    if (acceptWord('in')) return { column, in: list() };
    if (acceptWord('between')) {
      const from = value();
      if (!acceptWord('and')) fail('"and"');
      return { column, from, to: value() };
    }
    if (acceptWord('is')) {
      const missing = !acceptWord('not');
      if (!acceptWord('missing') && !acceptWord('null')) fail('"missing"');
      return { column, missing };
    }
    return fail('one of = in between < <= > >= is');
  };
  const conditions = [comparison()];
  while (acceptWord('and')) conditions.push(comparison());
  if (peek().kind !== 'end') fail('"and" or the end');
  return conditions;
}

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['text', /'((?:[^']|'')*)'/y],
  ['name', /"((?:[^"]|"")*)"/y],
  ['text', /(\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?)(?![\p{L}\p{N}_-])/uy],
  ['number', /([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\p{L}\p{N}_])/uy],
  ['word', /([\p{L}_$][\p{L}\p{N}_.$]*)/uy],
  ['sign', /(<=|>=|=|<|>|\(|\)|,)/y],
];

function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at++;
      continue;
    }
    const token = nextToken(text, at);
    if (token === null) {
      throw badCondition(
        `In the condition ${JSON.stringify(text)}, character ${at + 1} (${String.fromCodePoint(text.codePointAt(at)!)}) cannot be understood.`,
        'Put text in single quotes and column names with spaces in double quotes.',
      );
    }
    tokens.push(token.token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function nextToken(text: string, at: number): { token: Token; end: number } | null {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) continue;
    const quote = /^['"]/.exec(match[0])?.[0];
    const plain = quote ? match[1].replaceAll(quote + quote, quote) : match[1];
    return { token: { kind, text: plain, at }, end: pattern.lastIndex };
  }
  return null;
}
