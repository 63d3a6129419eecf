import type { CellKind } from '../kind.ts';

/** Cells that a block loses on average. */
const LENGTH = 10;

/** Cells missing in stretches, as where a sensor or a form was out. Each column has its own; use it with `order: kept` where the order of the rows is time. */
export const missingBlocks: CellKind = {
  on: 'cell',
  name: 'missing-blocks',
  summary: 'Cells missing in stretches of 10 rows on average',
  strength: 'share of the cells that go missing',
  label: 'keeps',
  missing(chosen, { strength, random }) {
    const gone = new Uint8Array(chosen.length);
    // A chain of two states whose stationary share is the strength; out at the start as often as anywhere.
    const stay = Math.max(1 - 1 / LENGTH, 2 - 1 / strength);
    const begin = strength >= 1 ? 1 : Math.min(1, (strength * (1 - stay)) / (1 - strength));
    let out = random.next() < strength;
    for (let row = 0; row < gone.length; row++) {
      gone[row] = out && chosen[row] === 1 ? 1 : 0;
      const drawn = random.next();
      out = drawn < (out ? stay : begin);
    }
    return gone;
  },
};
