import type { Place } from '../errors.ts';

/** The text of a file of rules, and where its lines begin. */
export interface Source {
  readonly file: string;
  readonly lineStarts: readonly number[];
}

/** Where a node stands: the offset of its first character, and the path of keys that leads to it. */
export interface Spot {
  readonly source: Source;
  readonly offset: number;
  readonly path: string;
}

/** A text as a source. */
export function sourceOf(text: string, file: string): Source {
  const lineStarts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lineStarts.push(i + 1);
  return { file, lineStarts };
}

/** A spot as people count: lines and columns from 1. */
export function placeOf({ source, offset, path }: Spot): Place {
  const { file, lineStarts } = source;
  let line = 0;
  let high = lineStarts.length;
  while (high - line > 1) {
    const middle = (line + high) >> 1;
    if (lineStarts[middle] <= offset) line = middle;
    else high = middle;
  }
  return { file, line: line + 1, column: offset - lineStarts[line] + 1, rule: path };
}
