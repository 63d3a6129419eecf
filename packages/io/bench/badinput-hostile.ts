import { createWriteStream } from 'node:fs';
import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { writeTable } from '../src/write-table.ts';
import { smallTable } from './badinput-damage.ts';
import { type Case, saysAnything, saysNothingWhole } from './badinput-score.ts';

/** One hostile file, made when its turn comes, because it may fill the disk. `limit`: ending the reader is the right answer. */
export interface Hostile {
  readonly name: string;
  readonly limit: boolean;
  make(folder: string): Promise<Case>;
}

const MEGABYTE = 'x'.repeat(1 << 20);

/** Files that ask for more than anybody has. */
export const hostiles: readonly Hostile[] = [
  repeated('a cell of 300 MB.csv', 'a,b\n1,', MEGABYTE, 300),
  repeated('a quote never closed.csv', 'a,b\n1,"', `${MEGABYTE}\n`, 300),
  repeated('a line of 300 MB.jsonl', '{"a":"', MEGABYTE, 300),
  repeated('an array without end.json', '[', '{"a":1},'.repeat(1 << 16), 20),
  repeated('a million columns.csv', 'a0', Array.from({ length: 1000 }, (_, i) => `,b${i}`).join(''), 1000),
  repeated('a bomb of 1000.csv.gz', 'a,b\n', '0,0\n'.repeat(1 << 18), 700, createGzip),
  repeated('a bomb of 10000.csv.zst', 'a,b\n', '0,0\n'.repeat(1 << 18), 700, createZstdCompress),
  repeated('a bomb of one line.jsonl.gz', '{"a":"', MEGABYTE, 700, createGzip),
  {
    name: 'two gigabytes of nothing.csv',
    limit: true,
    async make(folder) {
      const path = join(folder, 'two gigabytes of nothing.csv');
      await writeFile(path, 'a,b\n1,');
      await truncate(path, 2 ** 31 + 10);
      return { name: this.name, path, truth: saysNothingWhole('zeros') };
    },
  },
  sqlite('a view without end', true, 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n'),
  sqlite('a view of a 900 MB text', true, "SELECT hex(zeroblob(450000000)) AS a UNION ALL SELECT 'b'"),
  sqlite(
    'a view of 80 MB of rows',
    false,
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 80) SELECT hex(randomblob(500000)) || i AS a FROM n',
  ),
  ...[4, 12, 60].map(lyingFooter),
];

function repeated(
  name: string,
  first: string,
  piece: string,
  times: number,
  pack?: () => ReturnType<typeof createGzip> | ReturnType<typeof createZstdCompress>,
): Hostile {
  return {
    name,
    limit: false,
    async make(folder) {
      const path = join(folder, name);
      const pieces = function* () {
        yield first;
        for (let i = 0; i < times; i++) yield piece;
      };
      const target = createWriteStream(path);
      if (pack === undefined) await pipeline(Readable.from(pieces()), target);
      else await pipeline(Readable.from(pieces()), pack(), target);
      return { name, path, truth: saysNothingWhole(name) };
    },
  };
}

function sqlite(name: string, limit: boolean, view: string): Hostile {
  return {
    name: `${name}.sqlite`,
    limit,
    async make(folder) {
      const path = join(folder, `${name}.sqlite`);
      const db = new DatabaseSync(path);
      db.exec(`CREATE VIEW v AS ${view}`);
      db.close();
      return { name, path, truth: saysAnything };
    },
  };
}

/** A Parquet file whose footer's length, or a number in it, is 2 GB and more. */
function lyingFooter(back: number): Hostile {
  const name = `sizes of 2 GB, ${back} bytes before the end.parquet`;
  return {
    name,
    limit: false,
    async make(folder) {
      const path = join(folder, name);
      await writeTable(smallTable(), path);
      const { length } = await readFile(path);
      const file = await open(path, 'r+');
      await file.write(Buffer.from([0xff, 0xff, 0xff, 0x7f]), 0, 4, length - 4 - back);
      await file.close();
      // What is overwritten may be a comment: then the file says the same as before.
      return { name, path, truth: saysAnything };
    },
  };
}
