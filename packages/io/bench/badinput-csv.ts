import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, saysNothingWhole, saysTable, type Truth } from './badinput-score.ts';

/** csv-spectrum: the expected JSON stands beside each file. */
export function spectrumCases(shared: string): Case[] {
  const folder = join(shared, 'csv-spectrum');
  return readdirSync(join(folder, 'csvs')).map((file): Case => {
    const expected: Record<string, string>[] = JSON.parse(
      readFileSync(join(folder, 'json', file.replace('.csv', '.json')), 'utf8'),
    );
    const names = Object.keys(expected[0]);
    return {
      name: file,
      path: join(folder, 'csvs', file),
      truth: saysTable(
        names,
        expected.map((row) => names.map((name) => row[name])),
      ),
    };
  });
}

const NAMES = ['id', 'name', 'amount', 'day', 'flag', 'note'];
const COUNT = 24;
const ROWS: readonly (readonly string[])[] = Array.from({ length: COUNT }, (_, i) => [
  String(1000 + i * 7),
  `Jürgen ${i % 5}, "${i}"`,
  (i * 1.25 + 0.5).toFixed(2),
  `2024-0${(i % 9) + 1}-${String((i % 28) + 1).padStart(2, '0')}`,
  i % 3 === 0 ? 'yes' : 'no',
  i % 4 === 0 ? '' : `line ${i}\nand more – ${'€'.repeat(i % 3)}`,
]);

interface Style {
  readonly delimiter: string;
  readonly newline: string;
  readonly quoteAll: boolean;
  quote(text: string): string;
}

const doubled = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const usual: Style = { delimiter: ',', newline: '\n', quoteAll: false, quote: doubled };

function lineOf(fields: readonly string[], { delimiter, quote, quoteAll }: Style): string {
  return fields
    .map((field) => (quoteAll || /["\r\n]/.test(field) || field.includes(delimiter) ? quote(field) : field))
    .join(delimiter);
}

const linesOf = (style: Style): string[] => [NAMES, ...ROWS].map((row) => lineOf(row, style));
const fileOf = (style: Partial<Style> = {}): string => {
  const whole = { ...usual, ...style };
  return linesOf(whole).join(whole.newline) + whole.newline;
};

/** The whole table with one line changed. */
function withLine(at: number, change: (line: string) => string): string {
  return `${linesOf(usual)
    .map((line, i) => (i === at ? change(line) : line))
    .join('\n')}\n`;
}

const whole = saysTable(NAMES, ROWS);
const broken = saysNothingWhole;
type Made = readonly [name: string, bytes: string | Uint8Array, truth: Truth];

/**
 * Polluted files after the kinds of Vitagliano et al., Pollock: A Data Loading Benchmark (PVLDB 16, 2023), made by rule from one
 * table, so that what each says, or that it says nothing whole, is known.
 */
export function pollutedCases(folder: string): Case[] {
  const made = [...dialects(), ...encodings(), ...rowsBroken(), ...headers(), ...shapes(), ...values()];
  return made.map(([name, bytes, truth]): Case => {
    const path = join(folder, `${name.replaceAll(/[^\w-]+/g, '_')}.csv`);
    writeFileSync(path, bytes);
    return { name, path, truth };
  });
}

function dialects(): Made[] {
  const made: Made[] = [];
  for (const [word, delimiter] of Object.entries({ comma: ',', semicolon: ';', tab: '\t', pipe: '|' })) {
    for (const [end, newline] of Object.entries({ lf: '\n', crlf: '\r\n', cr: '\r' })) {
      for (const quoteAll of [false, true]) {
        // A bare carriage return ends lines, so the line feeds inside quotes stay what they are.
        made.push([
          `delimiter-${word}-${end}${quoteAll ? '-quoted' : ''}`,
          fileOf({ delimiter, newline, quoteAll }),
          whole,
        ]);
      }
    }
  }
  const lines = linesOf(usual);
  const quoted = (quote: Style['quote'], quoteAll = false) => fileOf({ quote, quoteAll });
  return [
    ...made,
    ['newlines-mixed-lf-crlf', lines.map((line, i) => line + (i % 2 ? '\r\n' : '\n')).join(''), whole],
    ['newlines-mixed-lf-cr', lines.map((line, i) => line + (i % 2 ? '\r' : '\n')).join(''), whole],
    ['newline-none-at-end', lines.join('\n'), whole],
    ['newlines-two-at-end', `${lines.join('\n')}\n\n`, whole],
    ['blank-lines-between', lines.join('\n\n'), whole],
    ['quotes-single', quoted((text) => `'${text.replaceAll("'", "''")}'`), whole],
    ['quotes-escaped-by-backslash', quoted((text) => `"${text.replaceAll('"', '\\"')}"`), whole],
    ['quotes-not-escaped', quoted((text) => `"${text}"`), whole],
    ['quotes-typographic', quoted((text) => `“${text}”`), whole],
    ['spaces-before-quotes', fileOf({ quoteAll: true }).replaceAll(',"', ', "'), whole],
    ['spaces-behind-quotes', fileOf({ quoteAll: true }).replaceAll('",', '" ,'), whole],
    [
      'apostrophe-inside',
      "a,b\nit's,1\nO'Neil,2\n",
      saysTable(
        ['a', 'b'],
        [
          ["it's", '1'],
          ["O'Neil", '2'],
        ],
      ),
    ],
  ];
}

function encodings(): Made[] {
  const text = fileOf();
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
  const latin = text.replaceAll(/[–€]/g, 'é');
  const latinRows = ROWS.map((row) => row.map((cell) => cell.replaceAll(/[–€]/g, 'é')));
  const bytes = Buffer.from(text);
  const cut = bytes.lastIndexOf(Buffer.from('–')) + 1;
  const damaged = (at: number, ...put: number[]) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at)]);
  return [
    ['encoding-utf8-bom', `\ufeff${text}`, whole],
    ['encoding-utf16-le-bom', utf16, whole],
    ['encoding-utf16-be-bom', Buffer.from(utf16).swap16(), whole],
    ['encoding-utf16-le', utf16.subarray(2), whole],
    ['encoding-utf16-be', Buffer.from(utf16.subarray(2)).swap16(), whole],
    ['encoding-latin1', Buffer.from(latin, 'latin1'), saysTable(NAMES, latinRows)],
    ['encoding-utf16-odd', utf16.subarray(0, utf16.length - 1), broken('half a character at the end')],
    ['encoding-cut-character', bytes.subarray(0, cut), broken('a character cut at the end')],
    ...[50, 200, 500, 900].map(
      (at): Made => [`encoding-stray-byte-${at}`, damaged(at, 0xff), broken('a byte that is no text')],
    ),
    ...[60, 400].map(
      (at): Made => [`encoding-surrogate-${at}`, damaged(at, 0xed, 0xa0, 0x80), broken('an encoded surrogate')],
    ),
    ...[60, 400].map((at): Made => [`encoding-overlong-${at}`, damaged(at, 0xc0, 0xaf), broken('an overlong form')]),
    [
      'bytes-nul-in-cell',
      'a,b\nx\0y,1\nz,2\n',
      saysTable(
        ['a', 'b'],
        [
          ['x\0y', '1'],
          ['z', '2'],
        ],
      ),
    ],
    [
      'bytes-bom-in-cell',
      'a,b\n\ufeffx,1\nz,2\n',
      saysTable(
        ['a', 'b'],
        [
          ['\ufeffx', '1'],
          ['z', '2'],
        ],
      ),
    ],
    [
      'bytes-control',
      'a,b\n\x01\x1b[31m,1\n\x7f,2\n',
      saysTable(
        ['a', 'b'],
        [
          ['\x01\x1b[31m', '1'],
          ['\x7f', '2'],
        ],
      ),
    ],
    ['bytes-gzip', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 0, 3]), broken('no CSV at all')],
    ['bytes-zip', Buffer.from('PK\x03\x04 not really a sheet'), broken('no CSV at all')],
    ['bytes-png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), broken('no CSV at all')],
  ];
}

function rowsBroken(): Made[] {
  const made: Made[] = [];
  for (const at of [1, 2, 7, 13, COUNT]) {
    made.push(
      [`row-${at}-field-more`, withLine(at, (line) => `${line},extra`), broken('a field too many')],
      [`row-${at}-delimiter-more`, withLine(at, (line) => `${line},`), broken('a delimiter too many')],
      [`row-${at}-field-less`, withLine(at, (line) => line.slice(line.indexOf(',') + 1)), broken('a field too few')],
      [`row-${at}-empty`, withLine(at - 1, (line) => `${line}\n`), at === 1 ? broken('an empty line') : whole],
      [`row-${at}-one-word`, withLine(at, () => 'Total'), broken('a row of one field')],
      [`row-${at}-quote-opened`, withLine(at, (line) => `"${line}`), broken('a quote that is not closed')],
      [`row-${at}-quote-removed`, withLine(at, (line) => line.replace('"', '')), broken('a quote that is not opened')],
      [`row-${at}-quote-cut`, linesOf(usual).slice(0, at).concat('1,"cut').join('\n'), broken('the end inside quotes')],
      [
        `row-${at}-text-behind-quote`,
        withLine(at, (line) => line.replace('"",', '""x,').replace('""",', '"""x,')),
        broken('text behind a quote'),
      ],
    );
  }
  return made;
}

function headers(): Made[] {
  const body = '1,2,3\n4,5,6\n';
  const cells = [
    ['1', '2', '3'],
    ['4', '5', '6'],
  ];
  const named = (...names: string[]) => saysTable(names, cells);
  return [
    ['header-duplicate', `a,a,b\n${body}`, broken('two columns of one name')],
    ['header-duplicate-proto', `__proto__,x,__proto__\n${body}`, broken('two columns of one name')],
    ['header-empty-name', `a,,b\n${body}`, broken('a column without a name')],
    ['header-empty-last', `a,b,\n${body}`, broken('a column without a name')],
    ['header-awkward', `__proto__,constructor,toString\n${body}`, named('__proto__', 'constructor', 'toString')],
    ['header-numbers', `10,2,1\n${body}`, named('10', '2', '1')],
    ['header-case', `a,A,b\n${body}`, named('a', 'A', 'b')],
    ['header-newline', `"a\nb",c,d\n${body}`, named('a\nb', 'c', 'd')],
    ['header-long', `${'n'.repeat(70_000)},b,c\n${body}`, named('n'.repeat(70_000), 'b', 'c')],
    ['header-longer-than-rows', `a,b,c,d\n${body}`, broken('rows shorter than the header')],
    ['header-shorter-than-rows', `a,b\n${body}`, broken('rows longer than the header')],
    ['header-alone', 'a,b,c\n', broken('no rows')],
    ['preamble-one-line', `Report of May\na,b,c\n${body}`, broken('a line before the header')],
    ['preamble-and-blank', `Report of May\n\na,b,c\n${body}`, broken('lines before the header')],
    ['preamble-comment', `# made by hand\na,b,c\n${body}`, broken('a comment before the header')],
    ['preamble-sep', `sep=;\na;b;c\n${body.replaceAll(',', ';')}`, broken("a spreadsheet's sep= line")],
    ['footer-text', `a,b,c\n${body}3 rows in all\n`, broken('a line behind the rows')],
    ['footer-comment', `a,b,c\n${body}# end\n`, broken('a comment behind the rows')],
    ['two-tables', `a,b,c\n${body}\nx,y\n1,2\n`, broken('a second table')],
  ];
}

function shapes(): Made[] {
  const wide = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
  const long = `${'x'.repeat(1 << 20)}"\n`;
  return [
    ['empty', '', broken('nothing')],
    ['newlines-alone', '\n\n\n', broken('nothing')],
    ['spaces-alone', '   \n  \n', saysTable(['   '], [['  ']])],
    ['bom-alone', '\ufeff', broken('nothing')],
    ['one-column', 'a\n1\n\n3\n', saysTable(['a'], [['1'], [null], ['3']])],
    [
      'wide',
      `${wide.join(',')}\n${wide.map((_, i) => i).join(',')}\n`,
      saysTable(wide, [wide.map((_, i) => String(i))]),
    ],
    [
      'long-cell',
      `a,b\n${doubled(long)},1\nx,2\n`,
      saysTable(
        ['a', 'b'],
        [
          [long, '1'],
          ['x', '2'],
        ],
      ),
    ],
    [
      'many-quotes',
      `a,b\n${doubled('"'.repeat(10_000))},1\nx,2\n`,
      saysTable(
        ['a', 'b'],
        [
          ['"'.repeat(10_000), '1'],
          ['x', '2'],
        ],
      ),
    ],
  ];
}

/** Columns of values that readers like to change: as they are in a column, and as one of many numbers or dates. */
function values(): Made[] {
  const odd = [
    ...[
      '00123',
      '1e400',
      '-1e400',
      '9007199254740993',
      '0.1000000000000000055511151231257827',
      '123456789012345678901234567890',
      '+5',
      ' 5',
      '5 ',
    ],
    ...[
      '1_000',
      '1,000',
      '0x10',
      '0b1',
      '0o7',
      'Infinity',
      '-Infinity',
      'NaN',
      'nan',
      '-0',
      '.5',
      '5.',
      '1e5',
      '1E-5',
      '4.9e-324',
      '1e-400',
      '1.50',
      '--1',
      '1.2.3',
    ],
    ...[
      'NA',
      'N/A',
      'null',
      'NULL',
      'None',
      '-',
      '?',
      '#N/A',
      'true',
      'TRUE',
      'Yes',
      '١٢٣',
      '½',
      '1٫5',
      '12%',
      '€5',
      '5 kg',
    ],
    ...[
      '2024-02-30',
      '2024-13-01',
      '0000-00-00',
      '24:00',
      '2024-02-29T24:00:00Z',
      '2024-01-01T00:00:00+25:00',
      '31/12/2024',
      '1/2/2024',
      '20240101',
      '2024-W01-1',
      'Jan 5',
    ],
    ...['=1+1', '-5', '@home', '__proto__', 'constructor', '\u2028', '\u200b', 'ﬁ', 'é', 'e\u0301', '\u202eabc'],
  ];
  return odd.flatMap((value): Made[] => {
    const field = /[",\n]|^\s|\s$/.test(value) ? doubled(value) : value;
    const column = (fill: (i: number) => string, at: number, name: string): Made => {
      const rows = Array.from({ length: 30 }, (_, i) => [i === at ? value : fill(i), String(i)]);
      const text = rows.map(([cell, i]) => `${cell === value ? field : cell},${i}\n`).join('');
      return [`value-${odd.indexOf(value)}-${name}`, `v,i\n${text}`, saysTable(['v', 'i'], rows)];
    };
    return [
      column(() => value, 0, 'alone'),
      column((i) => String(i * 3), 11, 'among-integers'),
      column((i) => (i * 1.25).toFixed(2), 29, 'among-numbers'),
      column((i) => `2024-01-${String(i + 1).padStart(2, '0')}`, 5, 'among-dates'),
    ];
  });
}
