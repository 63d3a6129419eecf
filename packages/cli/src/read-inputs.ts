import { columnIndex, type Table, withTarget } from '@verisim/core';
import { type ReadReport, readTable } from '@verisim/io';
import { counted } from './counted.ts';
import { plain } from './printable.ts';
import { type ReadSettings, readLike } from './read-options.ts';
import type { Terminal } from './terminal.ts';

/** Which files to read. Synthetic and holdout files are read with the column kinds of the real one. */
export interface InputFiles {
  readonly real: string;
  readonly synthetic: string;
  readonly holdout?: string;
  readonly target?: string;
  /** What the user says of the columns; it holds for the real file, and the others are read like it. */
  readonly settings?: ReadSettings;
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
  const { settings } = files;
  const real = await readTable(files.real, { ...settings, signal });
  if (files.target !== undefined) columnIndex(real.table.spec, files.target);
  const like = real.table.spec;
  const alike = { ...readLike(like, settings), signal };
  const synthetic = await readTable(files.synthetic, alike);
  const holdout = files.holdout === undefined ? undefined : await readTable(files.holdout, alike);
  const reports = [real, synthetic, ...(holdout ? [holdout] : [])].map((read) => read.report);
  sayReading(reports, terminal);
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

/** Tells how files were taken, of every value that reading changed, and what the reader cannot know. */
export function sayReading(reports: readonly ReadReport[], terminal: Terminal): void {
  for (const { file, notes, changes, questions } of reports) {
    for (const note of notes) terminal.say(plain(`${file}: ${note}`));
    for (const { column, what, rows, example } of changes) {
      const where = column === '*' ? file : `${file}, column "${column}"`;
      const such = example === '' ? '' : `, such as ${example}`;
      terminal.say(plain(`${where}: ${what} (${counted(rows, 'row')}${such})`));
    }
    for (const { column, question, formats } of questions) {
      const answers = formats.map((format) => `--formats "${column}=${format}"`).join(' or ');
      terminal.say(
        plain(`${file}, column "${column}": ${question} Until you say, it stays text. Answer with ${answers}`),
      );
    }
  }
}
