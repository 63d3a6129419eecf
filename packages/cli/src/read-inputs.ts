import { columnIndex, type Table, withTarget } from '@verisim/core';
import { type ReadReport, readTable } from '@verisim/io';
import type { Terminal } from './terminal.ts';

/** Which files to read. Synthetic and holdout files are read with the column kinds of the real one. */
export interface InputFiles {
  readonly real: string;
  readonly synthetic: string;
  readonly holdout?: string;
  readonly target?: string;
}

/** The tables, the target a column of classes in each. */
export interface Inputs {
  readonly real: Table;
  readonly synthetic: Table;
  readonly holdout?: Table;
  readonly reports: readonly ReadReport[];
}

/** Reads the files of a comparison and says what was changed in reading them. */
export async function readInputs(files: InputFiles, terminal: Terminal, signal: AbortSignal): Promise<Inputs> {
  const real = await readTable(files.real, { signal });
  if (files.target !== undefined) columnIndex(real.table.spec, files.target);
  const like = real.table.spec;
  const synthetic = await readTable(files.synthetic, { like, signal });
  const holdout = files.holdout === undefined ? undefined : await readTable(files.holdout, { like, signal });
  const reports = [real, synthetic, ...(holdout ? [holdout] : [])].map((read) => read.report);
  sayChanges(reports, terminal);
  const ready = await targetReady(files.target);
  return {
    real: ready(real.table),
    synthetic: ready(synthetic.table),
    holdout: holdout && ready(holdout.table),
    reports,
  };
}

async function targetReady(target: string | undefined): Promise<(table: Table) => Table> {
  if (target === undefined) return (table) => table;
  const { asClassTarget } = await import('@verisim/evaluator-utility');
  return (table) => withTarget(asClassTarget(table, target), target);
}

/** Tells of every value that reading changed. */
export function sayChanges(reports: readonly ReadReport[], terminal: Terminal): void {
  for (const report of reports) {
    for (const change of report.changes) {
      terminal.say(
        `${report.file}, column "${change.column}": ${change.what} (${change.rows} rows, such as ${change.example})`,
      );
    }
  }
}
