import { existsSync } from 'node:fs';
import {
  type CodedColumn,
  columnOf,
  createRandom,
  createTable,
  rowsThat,
  shuffle,
  type Table,
  tableHash,
  takeRows,
} from '@verisim/core';
import { readTable } from '@verisim/io';
import { WRITTEN_TICKETS, writtenTickets } from './demo-tickets.ts';

/** The column of topics. */
export const TOPIC = 'topic';

/** Support tickets, and what they are. */
export interface Tickets {
  readonly table: Table;
  readonly source: { readonly file: string; readonly hash: string };
  readonly about: string;
}

/** Real tickets that are not part of verisim: found only beside a folder that has them. */
const BANKING = '../shared/text/banking77/train.csv';

/** Topics that people confuse, and how many tickets a team might have of each. */
const SIZES: Readonly<Record<string, number>> = {
  pending_transfer: 120,
  transfer_not_received_by_recipient: 80,
  failed_transfer: 55,
  transfer_timing: 30,
  declined_transfer: 15,
};

/** 300 tickets of Banking77 where they lie beside the current folder, else those written for the demo. */
export async function demoTickets(seed: string, signal: AbortSignal): Promise<Tickets> {
  if (existsSync(BANKING)) return bankingTickets(seed, signal);
  const rows = Object.entries(writtenTickets).flatMap(([topic, texts]) => texts.map((text) => ({ topic, text })));
  const levels = Object.keys(writtenTickets);
  const table = createTable(
    [
      { name: 'text', kind: 'text', nullable: false, role: 'feature' },
      { name: TOPIC, kind: 'category', nullable: false, role: 'target', levels },
    ],
    [
      { storage: 'text', values: rows.map(({ text }) => text) },
      { storage: 'coded', codes: Int32Array.from(rows, ({ topic }) => levels.indexOf(topic)), levels },
    ],
  );
  return { table, source: { file: 'tickets of the demo', hash: tableHash(table) }, about: WRITTEN_TICKETS };
}

async function bankingTickets(seed: string, signal: AbortSignal): Promise<Tickets> {
  const { table, report } = await readTable(BANKING, { kinds: { text: 'text', label: 'category' }, signal });
  const labels = columnOf(table, 'label') as CodedColumn;
  const random = createRandom(`tickets ${seed}`);
  const levels = Object.keys(SIZES);
  const rows = levels.flatMap((topic) => {
    const own = rowsThat(table.rows, (row) => labels.levels[labels.codes[row]] === topic);
    return [...shuffle(own, random.fork(topic)).subarray(0, SIZES[topic])];
  });
  const order = shuffle(rows, random.fork('order'));
  const texts = columnOf(takeRows(table, order), 'text');
  const codes = Int32Array.from(order, (row) => levels.indexOf(labels.levels[labels.codes[row]]));
  const chosen = createTable(
    [
      { name: 'text', kind: 'text', nullable: false, role: 'feature' },
      { name: TOPIC, kind: 'category', nullable: false, role: 'target', levels },
    ],
    [texts, { storage: 'coded', codes, levels }],
  );
  const about =
    '300 real questions to a bank about five topics that are easily confused (Banking77, PolyAI, CC BY 4.0).';
  return { table: chosen, source: { file: report.file, hash: report.hash }, about };
}
