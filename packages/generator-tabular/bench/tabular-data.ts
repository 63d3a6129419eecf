import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ColumnKind, type Table, withTarget } from '@verisim/core';
import { readTable } from '@verisim/io';

/** What `info.json` says of a data set. */
export interface DataInfo {
  readonly name: string;
  readonly columns: readonly string[];
  readonly numeric_columns: readonly string[];
  readonly categorical_columns: readonly string[];
  readonly target: string;
  readonly task: 'binclass' | 'multiclass' | 'regression';
}

export interface DataSet {
  readonly info: DataInfo;
  readonly train: Table;
  readonly test: Table;
}

/** What a folder lacks to be a data set. */
export function missingFrom(folder: string): readonly string[] {
  return ['train.csv', 'test.csv', 'info.json'].filter((file) => !existsSync(join(folder, file)));
}

export function readInfo(folder: string): DataInfo {
  return JSON.parse(readFileSync(join(folder, 'info.json'), 'utf8')) as DataInfo;
}

/** Reads a folder; its categorical columns are categories, whatever they hold. */
export async function readDataSet(folder: string): Promise<DataSet> {
  const info = readInfo(folder);
  const category = (name: string): [string, ColumnKind] => [name, 'category'];
  const kinds = Object.fromEntries(info.categorical_columns.map(category));
  const train = withTarget((await readTable(join(folder, 'train.csv'), { kinds })).table, info.target);
  const { table: test } = await readTable(join(folder, 'test.csv'), { like: train.spec });
  return { info, train, test: withTarget(test, info.target) };
}
