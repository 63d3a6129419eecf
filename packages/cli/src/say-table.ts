import { type ReportTable, renderTable } from '@verisim/report';
import { plain } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** Prints a table; where it would have to be cut, one row below the other, cell by cell. */
export function sayTable(table: ReportTable, terminal: Terminal): void {
  const text = renderTable(table, terminal);
  const whole = renderTable(table, { ...terminal, width: 1_000_000 });
  const stacked = text !== whole && table.columns.length > 1;
  terminal.say(`\n${stacked ? stack(table) : text}`);
}

function stack(table: ReportTable): string {
  const rows = table.rows.map((row) =>
    row
      .flatMap((cell, i) => (cell === null || cell === '' ? [] : [labelled(table.columns[i], String(cell), i)]))
      .join('\n'),
  );
  return [...(table.caption === '' ? [] : [plain(table.caption)]), ...rows].join('\n');
}

function labelled(column: string, cell: string, index: number): string {
  return `${index === 0 ? '' : '  '}${plain(column)}${column === '' ? '' : ': '}${plain(cell)}`;
}
