import { columnKinds, type Table } from '@verisim/core';
import { demand } from './demand.ts';
import { customers, line } from './fixtures.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { drawFrom, fitAndDraw, fitSubject, sourceFrom } from './generator-subject.ts';
import { tableDifference } from './table-difference.ts';

const deterministic: GeneratorCheck = {
  name: 'deterministic',
  title: 'fits and samples the same bytes for the same seed',
  async run(subject) {
    if (!subject.plugin.traits.reproducible) return;
    const first = await fitAndDraw(subject);
    const second = await fitAndDraw(subject);
    const difference = tableDifference(first.table, second.table);
    demand(subject, difference === null, `gives other bytes for the same seed: ${difference}`);
  },
};

const seeded: GeneratorCheck = {
  name: 'seeded',
  title: 'samples other rows for another seed',
  async run(subject) {
    const { model, table } = await fitAndDraw(subject);
    if (!varies(table)) return;
    const other = await drawFrom(subject, model, { seed: 'another' });
    demand(subject, tableDifference(table, other) !== null, 'gives the same rows for another seed');
  },
};

const blocksIndependent: GeneratorCheck = {
  name: 'blocks-independent',
  title: 'samples a block whatever was sampled before it',
  async run(subject) {
    if (!subject.plugin.traits.reproducible) return;
    const upwards = await drawBlocks(subject, [0, 1, 2, 3]);
    const downwards = await drawBlocks(subject, [3, 2, 1, 0]);
    // Two fits that differ from the first block on are the business of the check `deterministic`.
    if (tableDifference(upwards[0], (await drawBlocks(subject, [0]))[0]) !== null) return;
    for (const [block, table] of upwards.entries()) {
      const difference = tableDifference(table, downwards[3 - block]);
      demand(subject, difference === null, `samples block ${block} otherwise in another order: ${difference}`);
    }
    const equal = varies(upwards[0]) && tableDifference(upwards[0], upwards[1]) === null;
    demand(subject, !equal, 'samples the same rows in block 0 and block 1');
  },
};

const blocksConcurrent: GeneratorCheck = {
  name: 'blocks-concurrent',
  title: 'samples two blocks at once as it samples them one by one',
  async run(subject) {
    if (!subject.plugin.traits.reproducible) return;
    const model = await fitSubject(subject);
    const apart = [await drawFrom(subject, model, { block: 1 }), await drawFrom(subject, model, { block: 2 })];
    const together = await Promise.all([1, 2].map((block) => drawFrom(subject, model, { block })));
    for (const [i, table] of together.entries()) {
      const difference = tableDifference(apart[i], table);
      demand(subject, difference === null, `mixes blocks that are sampled at the same time: ${difference}`);
    }
  },
};

const fitsConcurrent: GeneratorCheck = {
  name: 'fits-concurrent',
  title: 'fits two sources at once as it fits them one by one',
  async run(subject) {
    const { needs, traits } = subject.plugin;
    if (needs === 'nothing' || !traits.reproducible) return;
    const sources = [sourceFrom(subject, line()), sourceFrom(subject, customers())];
    const apart: Table[] = [];
    for (const source of [...sources, ...sources]) apart.push((await fitAndDraw(subject, source)).table);
    // Two fits that differ one by one are the business of the check `deterministic`.
    if ([0, 1].some((i) => tableDifference(apart[i], apart[i + 2]) !== null)) return;
    const together = await Promise.all(sources.map((source) => fitAndDraw(subject, source)));
    for (const [i, { table }] of together.entries()) {
      const difference = tableDifference(apart[i], table);
      demand(subject, difference === null, `mixes sources that are fitted at the same time: ${difference}`);
    }
  },
};

async function drawBlocks(subject: Parameters<GeneratorCheck['run']>[0], blocks: readonly number[]): Promise<Table[]> {
  const model = await fitSubject(subject);
  const tables: Table[] = [];
  for (const block of blocks) tables.push(await drawFrom(subject, model, { block }));
  return tables;
}

/** Whether any column but the identifying ones holds two values: then chance has something to choose. */
function varies(table: Table): boolean {
  return table.columns.some((column, i) => {
    if (columnKinds[table.spec.columns[i].kind].identifies) return false;
    const cells: ArrayLike<unknown> = column.storage === 'coded' ? column.codes : column.values;
    return new Set(Array.from(cells)).size > 1;
  });
}

/** What rows depend on. */
export const determinismChecks: readonly GeneratorCheck[] = [
  deterministic,
  seeded,
  blocksIndependent,
  blocksConcurrent,
  fitsConcurrent,
];
