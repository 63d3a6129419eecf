import { resolve } from 'node:path';
import { createContext, type Progress, type Table, takeRows } from '@verisim/core';
import { checkWritable, readTable, writeTable } from '@verisim/io';
import { type Duplicates, explainDuplicate, findDuplicates } from '@verisim/validator-text';
import type { Call } from '../call.ts';
import { counted } from '../counted.ts';
import { badNumber, columnNotText, overwritesInput, whichTextColumn } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { plain } from '../printable.ts';
import { sayReading } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional, positiveNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';

/** A row that went. Rows count from 1, below the header. */
interface DroppedRow {
  readonly row: number;
  /** The row, itself kept, because of which it went. */
  readonly because: number;
  readonly similarity: number;
  /** `exact`: the same but for case and white space. */
  readonly kind: 'exact' | 'near';
  /** The first row of its cluster. */
  readonly cluster: number;
  /** What both say, and what one alone does, in order. */
  readonly parts: readonly { readonly in: 'both' | 'row' | 'because'; readonly text: string }[];
}

/** Rows that a terminal shows; all are in the JSON. */
const SHOWN = 20;

/** `verisim dedup`: takes exact and near-duplicate texts out of a file made by anything. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  const threshold = positiveNumber(String(options.threshold), '--threshold');
  if (threshold < 0.1 || threshold > 1) throw badNumber('--threshold', String(threshold), 'a number from 0.1 to 1');
  const output = optional(options, 'output');
  if (output !== undefined) {
    if (resolve(output) === resolve(file)) throw overwritesInput(output);
    await checkWritable(output);
  }
  const { table, report } = await readTable(file, { ...readOptionsOf(options), signal });
  sayReading([report], terminal);
  const column = textColumn(table, report.file, optional(options, 'column'));
  const texts = textsOf(table, report.file, column);
  const progress = ({ done, total, note = 'comparing' }: Progress) => terminal.progress(note, done, total);
  const found = await findDuplicates(texts, { threshold }, createContext({ signal, progress }));
  terminal.clearProgress();
  const dropped = droppedRows(found, texts);
  const kept = Array.from(texts.keys()).filter((row) => found.of[row] < 0);
  if (output !== undefined) await writeTable(takeRows(table, kept), output, { signal });
  const summary = { file: report.file, column, threshold, rows: table.rows, kept: kept.length, output: output ?? null };
  const clusters = new Set(dropped.map(({ cluster }) => cluster)).size;
  if (terminal.json) printJson({ ...summary, clusters, dropped });
  else say({ ...summary, clusters }, dropped, terminal);
  return exitCodes.done;
}

/** The column of that name, or the only one with text. Throws `cli/which-text-column`, and `cli/column-not-text` for one of numbers. */
function textColumn({ spec }: Table, file: string, asked: string | undefined): string {
  if (asked !== undefined) return asked;
  const names = spec.columns.filter(({ kind }) => kind === 'text').map(({ name }) => name);
  if (names.length !== 1) throw whichTextColumn(file, names.length > 0 ? names : spec.columns.map(({ name }) => name));
  return names[0];
}

function textsOf(table: Table, file: string, name: string): readonly (string | null)[] {
  const at = table.spec.columns.findIndex((spec) => spec.name === name);
  if (at < 0)
    throw whichTextColumn(
      file,
      table.spec.columns.map((spec) => spec.name),
      name,
    );
  const column = table.columns[at];
  if (column.storage === 'text') return column.values;
  if (column.storage === 'numeric') throw columnNotText(file, name, table.spec.columns[at].kind);
  return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]));
}

const SIDES = { both: 'both', first: 'row', second: 'because' } as const;

function droppedRows({ of, similarity, exact, cluster }: Duplicates, texts: readonly (string | null)[]): DroppedRow[] {
  return Array.from(of).flatMap((reason, row) => {
    if (reason < 0) return [];
    const parts = explainDuplicate(texts[row] ?? '', texts[reason] ?? '').map((part) => ({
      ...part,
      in: SIDES[part.in],
    }));
    const kind = exact[row] === 1 ? 'exact' : 'near';
    return [{ row: row + 1, because: reason + 1, similarity: similarity[row], kind, cluster: cluster[row] + 1, parts }];
  });
}

interface Summary {
  readonly file: string;
  readonly column: string;
  readonly threshold: number;
  readonly rows: number;
  readonly kept: number;
  readonly clusters: number;
  readonly output: string | null;
}

function say(summary: Summary, dropped: readonly DroppedRow[], terminal: Terminal): void {
  const { file, column, threshold, rows, kept, clusters, output } = summary;
  const exact = dropped.filter(({ kind }) => kind === 'exact').length;
  terminal.say(
    plain(
      `${file}: of ${counted(rows, 'row')} ${kept.toLocaleString('en-US')} stay. In "${column}" ${counted(exact, 'row')} are the same as an earlier one but for case and white space, ${counted(dropped.length - exact, 'row')} share ${threshold} or more of their character 5-grams with one (${counted(clusters, 'cluster')}).`,
    ),
  );
  const shown = dropped.toSorted((a, b) => a.similarity - b.similarity || a.row - b.row).slice(0, SHOWN);
  if (shown.length > 0) {
    sayTable(
      {
        caption:
          dropped.length > SHOWN
            ? `The ${SHOWN} least alike of ${dropped.length} rows that go (all: --json)`
            : 'Rows that go',
        columns: ['row', 'because of', 'how alike', 'what differs (- the row, + the one that stays)'],
        rows: shown.map((one) => [one.row, one.because, one.similarity.toFixed(3), difference(one)]),
      },
      terminal,
    );
  }
  terminal.say(
    plain(output === null ? '\nNothing is written: name a file with -o.' : `\n${output}: ${counted(kept, 'row')}`),
  );
}

/** `- words of the row that goes + words of the one that stays`. */
function difference({ kind, parts }: DroppedRow): string {
  const only = parts.filter((part) => part.in !== 'both');
  if (only.length === 0) return kind === 'exact' ? 'case or white space at most' : 'repetition';
  const text = only.map((part) => `${part.in === 'row' ? '-' : '+'} ${part.text}`).join('  ');
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
