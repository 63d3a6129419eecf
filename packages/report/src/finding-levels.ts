import type { Finding } from '@verisim/core';

/** The levels of a finding, worst first, with the words they are told in. */
export const findingLevels: readonly {
  readonly level: Finding['level'];
  readonly one: string;
  readonly many: string;
}[] = [
  { level: 'error', one: 'Error', many: 'Errors' },
  { level: 'warning', one: 'Warning', many: 'Warnings' },
  { level: 'info', one: 'Note', many: 'Notes' },
];
