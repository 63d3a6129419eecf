import type { ReportSection } from '@verisim/report';
import { plain } from './printable.ts';
import { sayTable } from './say-table.ts';
import type { Terminal } from './terminal.ts';

/** Prints a part of a report as soon as it is there: text, tables, and findings that need a look. */
export function saySection({ text = [], tables = [], findings = [] }: ReportSection, terminal: Terminal): void {
  terminal.clearProgress();
  for (const paragraph of text) terminal.say(plain(`  ${paragraph}`));
  for (const table of tables) sayTable(table, terminal);
  for (const { level, message } of findings) if (level !== 'info') terminal.say(plain(`  ${level}: ${message}`));
}
