import { cellOf, columnOf, createContext, rowHashCounts, rowHashes, sample, type Table, takeRows } from '@verisim/core';
import { demand } from './demand.ts';
import { nearUnique, PLANTED, planted } from './fixtures.ts';
import type { GeneratorCheck, GeneratorCheckName } from './generator-check.ts';
import { fitSubject, type GeneratorSubject, sourceFrom } from './generator-subject.ts';

/** Sampled rows, as many as make a chance copy of a given row likely for a generator that keeps rows. */
const SAMPLED = 5000;

/** Sampled rows to look for a planted cell in: a generator that keeps cells draws it five times. */
const PLANTED_SAMPLED = 2000;

/** Share of sampled rows that may equal a training row of a table whose rows are all near-unique. */
const TOLERATED = 0.005;

/** A check on how many of 5,000 sampled rows equal one of the suspects; for generators that say they do not memorise. */
function copyCheck(
  name: GeneratorCheckName,
  title: string,
  suspects: (source: Table) => Table,
  tolerated: number,
  what: (copies: number) => string,
): GeneratorCheck {
  return {
    name,
    title,
    async run(subject) {
      const { plugin: generator } = subject;
      if (generator.needs !== 'data' || generator.traits.memorises) return;
      const source = sourceFrom(subject, nearUnique()) as Table;
      const copies = await countCopies(subject, source, suspects(source));
      demand(subject, copies <= tolerated, what(copies));
    },
  };
}

async function countCopies(subject: GeneratorSubject, source: Table, suspects: Table): Promise<number> {
  const model = await fitSubject(subject, source);
  const { table } = await sample(subject.plugin, model, { rows: SAMPLED }, createContext({ seed: 'copies' }));
  const occurs = rowHashCounts(rowHashes(suspects));
  const { high, low } = rowHashes(table);
  return high.reduce((copies, half, row) => copies + (occurs(half, low[row]) > 0 ? 1 : 0), 0);
}

/** A check that 2,000 sampled rows hold no planted cell; for generators that say they do not memorise. */
function plantedCheck(name: GeneratorCheckName, column: keyof typeof PLANTED, what: string): GeneratorCheck {
  return {
    name,
    title: `never samples ${what} of a single training row, unless it says that it memorises`,
    async run(subject) {
      const { plugin: generator } = subject;
      if (generator.needs !== 'data' || generator.traits.memorises) return;
      const model = await fitSubject(subject, sourceFrom(subject, planted()));
      const { table } = await sample(generator, model, { rows: PLANTED_SAMPLED }, createContext({ seed: 'planted' }));
      const cells = columnOf(table, column);
      let copies = 0;
      for (let row = 0; row < table.rows; row++) if (cellOf(cells, row) === PLANTED[column]) copies++;
      demand(subject, copies === 0, `samples ${what} of a single training row, "${PLANTED[column]}", ${copies} times`);
    },
  };
}

/** Whether it gives its training rows away. */
export const copyChecks: readonly GeneratorCheck[] = [
  copyCheck(
    'copies',
    'samples next to no training rows, unless it says that it memorises',
    (source) =>
      takeRows(
        source,
        Array.from({ length: source.rows - 1 }, (_, row) => row),
      ),
    SAMPLED * TOLERATED,
    (copies) => `samples ${copies} training rows among ${SAMPLED}, yet says that it does not memorise`,
  ),
  copyCheck(
    'canary',
    'never samples the one row that lies far out, unless it says that it memorises',
    (source) => takeRows(source, [source.rows - 1]),
    0,
    (copies) => `samples the one training row that lies far out ${copies} times, yet says that it does not memorise`,
  ),
  plantedCheck('canary-id', 'code', 'the identifier'),
  plantedCheck('canary-text', 'remark', 'the text'),
  plantedCheck('canary-level', 'city', 'the level'),
  plantedCheck('canary-number', 'amount', 'the number'),
];
