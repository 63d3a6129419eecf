import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, decimalOf, type Read, saysNothingWhole, saysTable, type Truth } from './badinput-score.ts';

/**
 * JSONTestSuite: each file as it is, named `.json`, and as the value of a key in one line of JSON Lines. What a line says is known from
 * its own bytes and, for nested values, from the engine's `JSON.parse`, which the suite itself lists as right.
 */
export function jsonSuiteCases(shared: string, folder: string): Case[] {
  return ['test_parsing', 'test_transform'].flatMap((part) =>
    readdirSync(join(shared, 'JSONTestSuite', part))
      .filter((file) => file.endsWith('.json'))
      .flatMap((file): Case[] => {
        const bytes = readFileSync(join(shared, 'JSONTestSuite', part, file));
        const plain = join(folder, `raw-${file}`);
        writeFileSync(plain, bytes);
        const cases: Case[] = [{ name: `${file} as it is`, path: plain, truth: rawTruth(file, bytes) }];
        if (!bytes.includes(0x0a)) {
          const line = join(folder, `${file}l`);
          writeFileSync(line, Buffer.concat([Buffer.from('{"v":'), bytes, Buffer.from(',"i":1}\n{"v":null,"i":2}\n')]));
          cases.push({ name: `${file} as a value`, path: line, truth: valueTruth(file, bytes) });
        }
        return cases;
      }),
  );
}

/** A file that is an array of objects is a table; any other must be refused. */
function rawTruth(file: string, bytes: Buffer): Truth {
  const value = parsed(bytes);
  const flat =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));
  if (file.startsWith('n_') || !flat) return saysNothingWhole('no array of objects');
  const names = [...new Set(value.flatMap((row) => Object.keys(row)))];
  return saysTable(
    names,
    value.map((row) => names.map((name) => (row[name] === undefined || row[name] === null ? null : String(row[name])))),
  );
}

function valueTruth(file: string, bytes: Buffer): Truth {
  if (file.startsWith('n_')) return saysNothingWhole('no JSON');
  const value = parsed(bytes);
  if (value === undefined) return saysNothingWhole('text that is not well-formed');
  return (read) => {
    const cell = read.cells[read.names.indexOf('v')]?.[0];
    if (sameValue(value, bytes.toString().trim(), cell)) return { score: 'right' };
    if (read.changed.includes('v')) return { score: 'changed' };
    return {
      score: 'failed',
      why: `silently different: ${bytes.toString().slice(0, 60)} became ${JSON.stringify(cell)?.slice(0, 60)}`,
    };
  };
}

function sameValue(value: unknown, text: string, cell: Read['cells'][number][number] | undefined): boolean {
  if (cell === undefined) return false;
  if (value === null || cell === null) return value === cell;
  if (typeof value === 'number')
    return typeof cell === 'number' ? decimalOf(text) === decimalOf(String(cell)) : cell === text;
  if (typeof value === 'string' || typeof value === 'boolean') return cell === String(value);
  // Nested: the same text, but for white space between its parts.
  const parts = (json: string) => json.match(/"(?:[^"\\]|\\.)*"|[^\s"]+?(?=[\s",:[\]{}]|$)|[[\]{}:,]/g)?.join('');
  return typeof cell === 'string' && parts(cell) === parts(text);
}

function parsed(bytes: Buffer): unknown {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return JSON.stringify(value).includes('\\ud') ? undefined : value;
  } catch {
    return undefined;
  }
}

type Made = readonly [name: string, text: string | Uint8Array, truth: Truth];

/** Lines of JSON that are wrong in one way each, or right in a way that readers get wrong. */
export function jsonLinesCases(folder: string): Case[] {
  const table = saysTable(
    ['a', 'b'],
    [
      ['1', 'x'],
      ['2', 'y'],
    ],
  );
  const good = '{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n';
  const wrong = (name: string, text: string | Uint8Array): Made => [name, text, saysNothingWhole(name)];
  const says = (name: string, text: string, names: string[], rows: (string | null)[][]): Made => [
    name,
    text,
    saysTable(names, rows),
  ];
  const made: Made[] = [
    ['plain', good, table],
    ['crlf', good.replaceAll('\n', '\r\n'), table],
    ['no newline at end', good.trimEnd(), table],
    ['blank lines', good.replaceAll('\n', '\n\n'), table],
    ['byte order mark', `\ufeff${good}`, table],
    ['utf-16', Buffer.from(`\ufeff${good}`, 'utf16le'), table],
    ['spaces everywhere', '  { "a" : 1 , "b" : "x" }  \n\t{"b":"y","a":2}\n', table],
    says(
      'keys in another order',
      '{"b":"y","a":1}\n{"a":2,"b":"z"}\n',
      ['b', 'a'],
      [
        ['y', '1'],
        ['z', '2'],
      ],
    ),
    says(
      'absent and null',
      '{"a":1}\n{"b":null}\n{"a":null,"b":"x"}\n',
      ['a', 'b'],
      [
        ['1', null],
        [null, null],
        [null, 'x'],
      ],
    ),
    says(
      'awkward keys',
      '{"__proto__":1,"constructor":2,"10":3,"2":4,"":5}\n',
      ['__proto__', 'constructor', '10', '2', ''],
      [['1', '2', '3', '4', '5']],
    ),
    says('proto alone', '{"__proto__":{"polluted":1},"a":1}\n', ['__proto__', 'a'], [['{"polluted":1}', '1']]),
    says('escapes', '{"a":"\\u0000\\u001f\\"\\\\\\/\\b\\ud83d\\ude00\\u2028"}\n', ['a'], [['\0\x1f"\\/\b😀\u2028']]),
    says('numbers as texts', '{"a":"00123"}\n{"a":"1e400"}\n', ['a'], [['00123'], ['1e400']]),
    ...[
      '1e400',
      '9007199254740993',
      '-0',
      '0.1000000000000000055511151231257827',
      '1E5',
      '1.0',
      '123456789012345678901',
    ].map((number) => says(`number ${number}`, `{"a":${number}}\n{"a":2}\n`, ['a'], [[number], ['2']])),
    says('types mixed', '{"a":1}\n{"a":"1"}\n{"a":true}\n{"a":"true"}\n', ['a'], [['1'], ['1'], ['true'], ['true']]),
    says('nested', '{"a":{"b":[1, 2.0]}}\n{"a":[]}\n', ['a'], [['{"b":[1, 2.0]}'], ['[]']]),
    wrong('duplicate keys', '{"a":1,"a":2}\n'),
    wrong('duplicate keys, one escaped', '{"a":1,"\\u0061":2}\n'),
    wrong('an array for a line', `${good}[1,2]\n`),
    wrong('a number for a line', `${good}3\n`),
    wrong('two objects in a line', '{"a":1}{"a":2}\n'),
    wrong('comma between lines', '{"a":1},\n{"a":2}\n'),
    wrong('object over two lines', '{"a":1,\n"b":2}\n'),
    wrong('cut off', good.slice(0, -4)),
    wrong('cut in a text', '{"a":"x\n'),
    wrong('trailing comma', '{"a":1,}\n'),
    wrong('single quotes', "{'a':1}\n"),
    wrong('no quotes', '{a:1}\n'),
    wrong('NaN', '{"a":NaN}\n'),
    wrong('leading zero', '{"a":01}\n'),
    wrong('a comment', '{"a":1} // one\n'),
    wrong('raw control character', '{"a":"x\x01y"}\n'),
    wrong('half a surrogate', '{"a":"\\ud83d"}\n'),
    wrong('a byte that is no text', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n')])),
    wrong('depth of 100,000', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`),
    wrong('depth of objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}\n`),
    wrong('nothing', ''),
    wrong('empty objects', '{}\n{}\n'),
    wrong('a log, not JSON', '2024-01-01 INFO started\n'),
  ];
  return made.map(([name, text, truth]): Case => {
    const path = join(folder, `${name.replaceAll(/[^\w.-]+/g, '_')}.jsonl`);
    writeFileSync(path, text);
    return { name, path, truth };
  });
}
