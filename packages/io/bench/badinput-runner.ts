/** Reads files one after the other for the bench, in a process that may be ended at any time. */
import { Worker } from 'node:worker_threads';
import { cellOf, isVerisimError } from '@verisim/core';
import { readTable } from '../src/read-table.ts';
import type { Answer } from './badinput-score.ts';

const limits = JSON.parse(process.argv[2]);
new Worker(new URL('../src/limits/limit-watch.ts', import.meta.url), { workerData: limits }).unref();

process.on('message', async (request: { path: string; options: Record<string, unknown> }) => {
  process.send?.(await answer(request.path, request.options));
});
process.send?.('ready');

async function answer(path: string, options: Record<string, unknown>): Promise<Answer> {
  try {
    const { table, report } = await readTable(path, options);
    return {
      read: {
        names: table.spec.columns.map(({ name }) => name),
        specs: table.spec.columns.map(({ kind, format, zone }) => ({ kind, format, zone })),
        cells: table.columns.map((column) => Array.from({ length: table.rows }, (_, row) => cellOf(column, row))),
        changed: report.changes.map(({ column }) => column),
        notes: [...report.notes, ...report.questions.map((question) => JSON.stringify(question))],
      },
    };
  } catch (error) {
    if (isVerisimError(error)) return { refused: { code: error.code, message: error.message } };
    return {
      broke: `not a sentence: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 400) : String(error)}`,
    };
  }
}
