import { type Column, createTable, type Generator, type Model, type Table, verisimError } from '@verisim/core';
import { z } from 'zod';

const options = z.object({ trouble: z.string().default('none') });
type Options = z.infer<typeof options>;

const LEVELS = ['a', 'b', 'c'];

/** Every storage, one constant column whose memory the model keeps, and trouble on demand. */
export const dice: Generator<Options, 'nothing'> = {
  kind: 'generator',
  api: 1,
  name: 'dice',
  version: '1.0.0',
  summary: 'A test plugin',
  family: 'rule',
  options,
  needs: 'nothing',
  traits: { reproducible: true, memorises: false, conditional: false, blockRows: 20_000 },
  fit: (_source, chosen) => modelOf(chosen.trouble),
  load(state) {
    const { trouble } = state.json as { trouble: string };
    if (trouble === 'load') throw verisimError('dice/bad-state', 'The dice are loaded.', 'Throw fair dice.');
    return modelOf(trouble);
  },
};

export const notAGenerator = 7;

function modelOf(trouble: string): Model {
  const constant = new Float64Array(40_000).fill(7);
  const schema = diceTable(new Int32Array(0), [], new Float64Array(0), constant.subarray(0, 0)).spec;
  return {
    schema,
    save: () => ({ generator: 'dice', version: '1.0.0', json: { trouble }, arrays: { constant } }),
    async sample({ block, rows }, ctx) {
      if (block === 2) await makeTrouble(trouble);
      ctx.note(`block ${block}`, rows);
      const codes = Int32Array.from({ length: rows }, () => ctx.random.int(-1, 3));
      const texts = Array.from({ length: rows }, () => (ctx.random.next() < 0.1 ? null : `n${ctx.random.int(0, 1e6)}`));
      const numbers = Float64Array.from({ length: rows }, () => ctx.random.normal());
      return diceTable(codes, texts, numbers, constant.subarray(0, rows));
    },
  };
}

function diceTable(codes: Int32Array, texts: (string | null)[], numbers: Float64Array, constant: Float64Array): Table {
  const columns: Column[] = [
    { storage: 'coded', codes, levels: LEVELS },
    { storage: 'text', values: texts },
    { storage: 'numeric', values: numbers },
    { storage: 'numeric', values: constant },
  ];
  const kinds = ['category', 'text', 'number', 'integer'] as const;
  return createTable(
    kinds.map((kind) => ({ name: `${kind} column`, kind, nullable: true, role: 'feature' })),
    columns,
  );
}

async function makeTrouble(trouble: string): Promise<void> {
  if (trouble === 'verisim')
    throw verisimError('dice/lost', 'Block 2 lost its dice.', 'Look under the table.', { kind: 'usage' });
  if (trouble === 'plain') throw new TypeError('dice is not iterable');
  if (trouble === 'exit') process.exit(3);
  if (trouble === 'exit later') setTimeout(() => process.exit(4), 10);
  if (trouble === 'spin') for (;;);
  if (trouble === 'hang') await new Promise(() => {});
}
