import type { ColumnSpec } from '@verisim/core';

/** A time without a zone, as {@link rowObject} writes it; JSON Schema has no format for it. */
export const WALL_CLOCK = '^[+-]?\\d{4,6}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}$';

/** What a `format` of a JSON Schema string makes of a column; formats that are not here are lost. */
export const stringFormats: Readonly<Record<string, Partial<ColumnSpec> & Pick<ColumnSpec, 'kind' | 'role'>>> = {
  'date-time': { kind: 'datetime', role: 'feature', zone: 'Z' },
  'local-date-time': { kind: 'datetime', role: 'feature' },
  date: { kind: 'datetime', role: 'feature', format: '%Y-%m-%d' },
  uuid: { kind: 'id', role: 'ignore' },
  guid: { kind: 'id', role: 'ignore' },
  ulid: { kind: 'id', role: 'ignore' },
  xid: { kind: 'id', role: 'ignore' },
  ksuid: { kind: 'id', role: 'ignore' },
  nanoid: { kind: 'id', role: 'ignore' },
  cuid: { kind: 'id', role: 'ignore' },
  cuid2: { kind: 'id', role: 'ignore' },
};
