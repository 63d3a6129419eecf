import type { Generator, Model, TableSpec } from '@verisim/core';
import type { IdColumn } from '../draw-ids.ts';
import type { DatetimeState } from './datetime-state.ts';

/** A generator fitted to the parts of datetime columns, and what it takes to put them together again. */
export interface DatetimesModel {
  readonly generator: Pick<Generator, 'name' | 'version' | 'traits'>;
  readonly inner: Model;
  /** Of the rows that come out. */
  readonly schema: TableSpec;
  readonly datetimes: readonly DatetimeState[];
  readonly ids: readonly IdColumn[];
}
