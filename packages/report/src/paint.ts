/** How a text stands out in a terminal. */
export type Ink = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue';

const CODES: Readonly<Record<Ink, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
};

/** Wraps a text in the codes of its inks. */
export type Paint = (text: string, ...inks: readonly Ink[]) => string;

/** A painter that writes ANSI codes (ECMA-48 SGR), or none at all. */
export function createPaint(color: boolean): Paint {
  if (!color) return (text) => text;
  return (text, ...inks) =>
    inks.reduce((painted, ink) => `\u001b[${CODES[ink][0]}m${painted}\u001b[${CODES[ink][1]}m`, text);
}
