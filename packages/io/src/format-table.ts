import type { Format } from './format.ts';

/** A format, what names it, and its code, loaded when it is needed. */
export interface FormatEntry {
  /** Endings of file names. */
  readonly extensions: readonly string[];
  /** Beginnings of addresses. */
  readonly protocols?: readonly string[];
  /** Whether a file holds several tables, one of which is named after `#`. */
  readonly holdsTables?: boolean;
  /** Whether a pattern names the parts of one table. */
  readonly inParts?: boolean;
  load(): Promise<Format>;
}

/** The formats, in the order in which messages name them. */
export const formatTable: readonly FormatEntry[] = [
  { extensions: ['.csv', '.tsv'], load: async () => (await import('./csv/csv.ts')).csv },
  { extensions: ['.jsonl', '.ndjson'], load: async () => (await import('./json/jsonl.ts')).jsonl },
  { extensions: ['.json'], load: async () => (await import('./json/json.ts')).json },
  { extensions: ['.parquet'], inParts: true, load: async () => (await import('./parquet/parquet.ts')).parquet },
  { extensions: ['.arrow', '.feather', '.ipc'], load: async () => (await import('./arrow/arrow.ts')).arrow },
  {
    extensions: ['.sqlite', '.sqlite3', '.db'],
    holdsTables: true,
    load: async () => (await import('./sqlite/sqlite.ts')).sqlite,
  },
  {
    extensions: [],
    protocols: ['postgres://', 'postgresql://'],
    load: async () => (await import('./postgres/postgres.ts')).postgres,
  },
];
