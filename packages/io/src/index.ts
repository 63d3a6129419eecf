export { checkWritable } from './file-checks.ts';
export { type LimitedReadOptions, readTableLimited } from './limits/read-limited.ts';
export { locationName } from './location.ts';
export { type OpenTable, openTable } from './open-table.ts';
export type {
  ColumnReport,
  ReadOptions,
  ReadQuestion,
  ReadReport,
  ReadResult,
  ValueChange,
} from './read-result.ts';
export { readTable } from './read-table.ts';
export { writeTable } from './write-table.ts';
