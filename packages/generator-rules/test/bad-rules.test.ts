import { describe, expect, test } from 'vitest';
import { made, refusal } from './made.ts';

const column = (rule: string) => `columns:\n  x: ${rule}\n`;
const grammar = (rules: string, template = 'start') =>
  `columns:\n  text: { template: '${template}' }\ngrammar:\n${rules}`;

/** What is wrong, where it is said to be, and what the message must name. */
const BAD: readonly (readonly [name: string, rules: string, code: string, place: string, says: RegExp])[] = [
  ['unknown slot', grammar('  start: ["a {thng}"]\n  thing: [b]'), 'unknown-slot', '4:14', /\{thng\}/],
  [
    'circular rule',
    grammar('  start: ["a {b}"]\n  b: ["{c}"]\n  c: ["or {b}"]'),
    'circular-rule',
    '6:11',
    /b -> c -> b/,
  ],
  [
    'circular columns',
    'columns:\n  a: { linear: { of: { b: 1 } } }\n  b: { linear: { of: { a: 1 } } }',
    'circular-rule',
    '2:6',
    /a -> b -> a/,
  ],
  ['empty choice', grammar('  start: ["{b}"]\n  b: []'), 'empty-choice', '5:6', /b has no alternatives/],
  ['no weight', column('{ draw: { levels: { a: 0, b: 0 } } }'), 'empty-choice', '2:24', /every weight is 0/],
  ['impossible range', column('{ draw: { uniform: [5, 1] } }'), 'impossible-range', '2:25', /from 5 to 1/],
  [
    'bounds that nothing meets',
    column('{ draw: { normal: { mean: 0, sd: 1 } }, bounds: [50, 60] }'),
    'impossible-range',
    '2:14',
    /nothing of what x draws/,
  ],
  [
    'bounds that next to nothing meets',
    column('{ draw: { normal: { mean: 0, sd: 1 } }, bounds: [5, 6] }'),
    'impossible-range',
    '2:14',
    /hardly anything \(2\.9e-7\)/,
  ],
  ['bounds within a draw', column('{ draw: { poisson: { mean: 3 }, max: 9 } }'), 'bad-value', '2:43', /"max"/],
  ['no rules', '# none yet\n', 'empty-choice', '1:1', /no rules/],
  ['bounds turned round', column('{ kind: integer, bounds: [5, 1] }'), 'impossible-range', '2:31', /from 5 to 1/],
  [
    'no day left',
    column('{ date: { from: 2024-06-01, to: 2024-06-02, calendar: weekdays } }'),
    'impossible-range',
    '2:14',
    /no day is left/,
  ],
  ['nested endless repetition', column("{ pattern: '(a+)+' }"), 'bad-pattern', '2:17', /without end/],
  ['endless repetition', column("{ pattern: 'a{3,}' }"), 'bad-pattern', '2:17', /without end/],
  ['a gigabyte', column("{ pattern: 'a{1000000000}' }"), 'bad-pattern', '2:17', /1000000000 characters/],
  ['a gigabyte in steps', column("{ pattern: '((a{999}){999}){999}' }"), 'bad-pattern', '2:17', /997002999 characters/],
  ['nothing a billion times', column("{ pattern: '(){1000000000}' }"), 'bad-pattern', '2:17', /1000000000 characters/],
  ['look-around', column("{ pattern: '(?=a)b' }"), 'bad-pattern', '2:17', /look-around/],
  ['back reference', column("{ pattern: '(a)\\1' }"), 'bad-pattern', '2:17', /refers back/],
  ['a key of many lengths', column("{ key: '[0-9]{1,3}' }"), 'bad-pattern', '2:13', /one length/],
  ['a key in two ways', column("{ key: '(ab|a[bc])' }"), 'bad-pattern', '2:13', /one way/],
  ['unreachable rule', grammar('  start: [a]\n  other: [b]'), 'unreachable-rule', '5:10', /other/],
  [
    'grammar without a template',
    'columns: { x: { draw: 1 } }\ngrammar:\n  a: [b]',
    'unreachable-rule',
    '3:6',
    /no column has a template/,
  ],
  ['unknown key', column('{ drw: 1 }'), 'unknown-key', '2:8', /"drw"/],
  ['unknown law', column('{ draw: { norml: { mean: 0, sd: 1 } } }'), 'unknown-key', '2:14', /"norml"/],
  ['unknown column', column('{ linear: { of: { y: 1 } } }'), 'unknown-name', '2:6', /"y"/],
  ['unknown level', 'attributes: { a: [p, q] }\nnever: [{ a: r }]', 'unknown-name', '2:14', /"r"/],
  ['unknown locale', column('{ fake: person.fullName, locale: xx }'), 'unknown-name', '2:39', /"xx"/],
  ['unknown fake', column('{ fake: person.fulName }'), 'unknown-name', '2:14', /person\.fulName/],
  ['a clock', column('{ fake: date.recent }'), 'unknown-name', '2:14', /date\.recent/],
  ['never leaves nothing', 'attributes: { a: [p] }\nnever: [{ a: p }]', 'empty-choice', '2:8', /no combination/],
  [
    'impossible correlations',
    'columns: { a: { draw: { uniform: [0, 1] } }, b: { draw: { uniform: [0, 1] } }, c: { draw: { uniform: [0, 1] } } }\ncorrelations: [[a, b, 0.9], [b, c, 0.9], [a, c, -0.9]]',
    'impossible-correlation',
    '2:15',
    /at once/,
  ],
  ['two rules', column('{ draw: 1, pattern: a }'), 'bad-value', '2:26', /draw and pattern/],
  [
    'agreement with nobody',
    grammar(
      '  start: ["{p=who} {q~p}"]\n  who: [{ text: a, features: { g: n } }]\n  q: [{ text: b, features: { g: m } }]',
    ),
    'bad-value',
    '4:20',
    /g: n/,
  ],
  [
    'a label twice',
    grammar('  start: [{ text: "{a}", set: { y: p } }]\n  a: [{ text: b, set: { y: q } }]'),
    'bad-value',
    '4:20',
    /y/,
  ],
  ['an alternative twice', grammar('  start: [a, b, a]'), 'bad-value', '4:17', /twice/],
  [
    'too many texts',
    `expand: exhaustive\n${grammar(`  start: ["${'{d}'.repeat(8)}"]\n  d: ["0","1","2","3","4","5","6","7","8","9"]`)}`,
    'too-large',
    '1:9',
    /200000 texts/,
  ],
  [
    'too many combinations',
    `expand: { cover: 6 }\nattributes: { ${Array.from({ length: 20 }, (_, i) => `a${i}: [a, b, c, d, e, f]`).join(', ')} }`,
    'too-large',
    '1:9',
    /combinations/,
  ],
  ['nothing', 'rows: 5', 'bad-value', '1:1', /no column/],
  ['no mapping', '- a', 'bad-value', '1:1', /a list/],
  ['no YAML', 'a: [1,\nb: 2', 'bad-yaml', '2:1', /YAML/],
  ['a key twice', 'rows: 1\nrows: 2', 'bad-yaml', '2:1', /unique/],
  ['a tag', 'rows: !!js/function "x"', 'bad-yaml', '1:7', /tag/],
  ['a tag of YAML', 'rows: !!binary "eA=="', 'bad-yaml', '1:16', /tag/],
  ['a merge key', 'a: &a { x: 1 }\n<<: *a', 'bad-yaml', '2:1', /merge/],
  ['deep brackets', '['.repeat(100_000), 'bad-yaml', '1:65', /levels/],
  ['deep lists', '- '.repeat(100_000), 'bad-yaml', '1:129', /levels/],
];

describe('every bad rule is refused by file, rule, line and column', () => {
  test.each(BAD)('%s', async (_, rules, code, place, says) => {
    const found = await refusal(rules);
    expect([found.code, found.message.match(/^test\.yaml:(\d+:\d+)/)?.[1]]).toEqual([`generator-rules/${code}`, place]);
    expect(found.message).toMatch(says);
    expect(found.next.length).toBeGreaterThan(10);
  });
});

test('an alias bomb is refused before it is written out', async () => {
  const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
  const found = await refusal(`a0: &a0 [x]\n${levels.join('\n')}`);
  expect([found.code, found.message.includes('100 times')]).toEqual(['generator-rules/bad-yaml', true]);
});

test('an anchor used plainly is read, and odd names are plain data', async () => {
  const table = await made(
    'columns: { __proto__: { draw: &d { levels: [constructor, "1"] } }, toString: { draw: *d } }',
    20,
  );
  expect(table.spec.columns.map(({ name }) => name)).toEqual(['__proto__', 'toString']);
  expect(({} as { levels?: unknown }).levels).toBe(undefined);
});
