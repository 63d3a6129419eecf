import { createRandom, type Random } from '@verisim/core';
import { type Expansion, pickByWeight, type Writer } from './expansion.ts';
import type { Alternative } from './grammar.ts';

/** A text without values: what is drawn stands as a mark of its kind. */
export interface Derivation {
  readonly text: string;
  /** The choices that make it, in order; numbers of repetitions among them. */
  readonly choices: readonly number[];
  readonly set: ReadonlyMap<string, string>;
}

/** Marks that stand for a value; no text holds them. */
const mark = (name: string): string => `\u0001${name}\u0001`;

/** Cells of a row that texts may depend on; other columns are marks. */
export type Cells = ReadonlyMap<string, string>;

/** An expansion that makes given choices, then the first of each, and says between how many each was. */
export interface Replay extends Expansion {
  readonly choices: number[];
  readonly sizes: number[];
  readonly set: Map<string, string>;
  begin(choices: readonly number[]): void;
}

/** Makes a replay. `value` and `cell` give marks unless they are replaced. */
export function replayOf(cells: Cells): Replay {
  let at = 0;
  const next = (size: number): number => {
    const found = self.choices[at] ?? 0;
    self.choices[at] = found;
    self.sizes[at++] = size;
    return found;
  };
  const self: Replay = {
    random: createRandom('unused'),
    pick: (rule, allowed) => {
      const among = allowed ?? rule.alternatives;
      return among[next(among.length)];
    },
    count: (low, high) => low + next(high - low + 1),
    value: (rule) => mark(rule.name),
    cell: (column) => cells.get(column) ?? mark(column),
    chosen: ({ set }) => {
      for (const [column, level] of set) self.set.set(column, level);
    },
    bound: new Map(),
    last: null,
    choices: [],
    sizes: [],
    set: new Map(),
    begin(choices) {
      at = 0;
      self.choices.length = 0;
      self.choices.push(...choices);
      self.sizes.length = 0;
      self.set.clear();
      self.bound.clear();
    },
  };
  return self;
}

/** Every text of a writer for given cells, in order of the choices. */
export function* derivationsOf(write: Writer, cells: Cells): Generator<Derivation> {
  const replay = replayOf(cells);
  let choices: readonly number[] = [];
  for (;;) {
    replay.begin(choices);
    const text = write(replay);
    yield { text, choices: [...replay.choices], set: new Map(replay.set) };
    const at = replay.choices.findLastIndex((choice, i) => choice < replay.sizes[i] - 1);
    if (at < 0) return;
    choices = [...replay.choices.slice(0, at), replay.choices[at] + 1];
  }
}

/** So many texts by chance. */
export function* drawnDerivations(write: Writer, cells: Cells, random: Random, count: number): Generator<Derivation> {
  const set = new Map<string, string>();
  const expansion: Expansion = {
    ...replayOf(cells),
    random,
    pick: (rule, allowed) => pickByWeight(rule, allowed, random),
    count: (low, high) => random.int(low, high + 1),
    chosen: (alternative: Alternative) => {
      for (const [column, level] of alternative.set) set.set(column, level);
    },
  };
  for (let i = 0; i < count; i++) {
    set.clear();
    expansion.bound.clear();
    yield { text: write(expansion), choices: [], set: new Map(set) };
  }
}
