import { columnFormat } from './format-number.ts';
import { isNumeric } from './numeric-column.ts';
import { createPaint } from './paint.ts';
import { plainText } from './plain-text.ts';
import type { ReportTable } from './report.ts';
import { fitText, padText, visibleWidth } from './visible-width.ts';
import { wrapText } from './wrap-text.ts';

/** How a terminal shows things. */
export interface TerminalOptions {
  /** Terminal columns; no line is longer. */
  readonly width: number;
  /** Write ANSI colour codes. */
  readonly color: boolean;
}

const GAP = 2;
const LEAST = 6;

/**
 * A table in aligned columns: numbers to the right, cells cut with an ellipsis, the widest text columns cut first. Columns that
 * find no room are counted in the last line.
 */
export function renderTable(table: ReportTable, options: TerminalOptions): string {
  const paint = createPaint(options.color);
  const columns = table.columns.map((name, i) =>
    textColumn(
      name,
      table.rows.map((row) => row[i] ?? null),
    ),
  );
  const widths = fitColumns(columns, options.width);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => padText(fitText(cell, widths[i]), widths[i], columns[i].align))
      .join(' '.repeat(GAP))
      .trimEnd();
  const shown = columns.slice(0, widths.length);
  const lost = columns.length - shown.length;
  return [
    ...wrapText(table.caption, options.width).map((text) => paint(text, 'bold')),
    paint(line(shown.map((column) => column.name)), 'dim'),
    paint(widths.map((width) => '─'.repeat(width)).join(' '.repeat(GAP)), 'dim'),
    ...table.rows.map((_, row) => line(shown.map((column) => column.cells[row]))),
    ...(lost === 0 ? [] : wrapText(`… ${lost} more columns`, options.width).map((text) => paint(text, 'dim'))),
  ].join('\n');
}

interface TextColumn {
  readonly name: string;
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
  /** The width that shows everything, and the least that still tells something. */
  readonly natural: number;
  readonly least: number;
}

function textColumn(name: string, values: readonly (string | number | null)[]): TextColumn {
  const numeric = isNumeric(values);
  const format = columnFormat(values);
  const cells = values.map((value) => (typeof value === 'number' ? format(value) : plainText(value ?? '–')));
  const head = plainText(name);
  const widest = cells.reduce((most, cell) => Math.max(most, visibleWidth(cell)), 1);
  const natural = Math.max(widest, visibleWidth(head));
  return {
    name: head,
    cells,
    align: numeric ? 'right' : 'left',
    natural,
    least: numeric ? widest : Math.min(natural, LEAST),
  };
}

/** Widths of as many columns as fit, the widest cut first; at least one. */
function fitColumns(columns: readonly TextColumn[], width: number): readonly number[] {
  let count = columns.length;
  const least = () => columns.slice(0, count).reduce((sum, column) => sum + column.least + GAP, -GAP);
  while (count > 1 && least() > width) count--;
  const shown = columns.slice(0, count);
  const widths = shown.map((column) => column.natural);
  let over = widths.reduce((sum, one) => sum + one + GAP, -GAP) - width;
  while (over > 0) {
    const room = widths.map((one, i) => (one > shown[i].least ? one : 0));
    const widest = room.indexOf(Math.max(...room));
    if (room.every((one) => one === 0)) return widths.map((one) => Math.min(one, Math.max(1, width)));
    widths[widest]--;
    over--;
  }
  return widths;
}
