import type { Context } from '@verisim/core';

/** Counts of what was done so that rows hold, by the rule's label. */
export interface ConstraintAccount {
  repaired(label: string, rows: number): void;
  rejected(label: string, rows: number): void;
  /** The label of the rule that most rows were rejected for. */
  worst(): string;
  /** Notes `constraints-block-N` unless there is nothing to tell. */
  note(block: number, ctx: Context): void;
}

/** An account with nothing in it. */
export function createAccount(): ConstraintAccount {
  const repaired = new Map<string, number>();
  const rejected = new Map<string, number>();
  const add = (counts: Map<string, number>) => (label: string, rows: number) => {
    if (rows > 0) counts.set(label, (counts.get(label) ?? 0) + rows);
  };
  return {
    repaired: add(repaired),
    rejected: add(rejected),
    worst: () => [...rejected].reduce((a, b) => (b[1] > a[1] ? b : a), ['their conditions', 0] as [string, number])[0],
    note(block, ctx) {
      if (repaired.size + rejected.size === 0) return;
      const counts = { repaired: Object.fromEntries(repaired), rejected: Object.fromEntries(rejected) };
      ctx.note(`constraints-block-${block}`, counts);
    },
  };
}
