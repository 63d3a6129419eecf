import {
  type CodedColumn,
  concatTables,
  createContext,
  createRandom,
  createTable,
  realLineage,
  sharedLineage,
  sliceRows,
  type Table,
  takeRows,
} from '@verisim/core';
import { expect, test } from 'vitest';
import type { AlarmInput, AlarmName } from '../src/alarms/alarm.ts';
import { alarmsSection, alarmsSentence } from '../src/alarms/alarms-section.ts';
import { modelFamilies } from '../src/alarms/model-families.ts';
import { withinOneEdit } from '../src/alarms/one-edit.ts';
import { precedence } from '../src/alarms/precedence.ts';
import { trapAlarms } from '../src/alarms/trap-alarms.ts';
import { dirtyWorld, LIFE } from './dirty-world.ts';
import { trapWorld } from './trap-world.ts';

const real = trapWorld(800, 'real');
const fresh = trapWorld(800, 'fresh');

async function look(input: AlarmInput, name: AlarmName) {
  const found = await trapAlarms(input, createContext({ seed: 1 }));
  return found.find((alarm) => alarm.name === name)!;
}

test('fresh rows of the same process raise no alarm, whatever the kind of table', async () => {
  const random = createRandom('worlds');
  const stays = [0, 1].map((i) => dirtyWorld(800, random.fork(`${i}`)));
  for (const input of [
    { real, synthetic: fresh, test: trapWorld(800, 'test'), target: 'y' },
    { real: stays[0], synthetic: stays[1], target: 'again' },
  ]) {
    const found = await trapAlarms(input, createContext({ seed: 2 }));
    expect(alarmsSentence(found)).toMatch(/^No trap alarm is on/);
    expect(found).toHaveLength(7);
    const section = alarmsSection(found);
    expect(section.findings).toEqual([]);
    expect(section.measurements!.map(({ metric }) => metric)).toContain('trap-label-noise');
  }
});

test('label noise: rate and interval hold the planted one, and the slice it sits in is named', async () => {
  const flips = (group: number) => (group === 2 ? 0.6 : 0);
  const alarm = await look({ real, synthetic: trapWorld(1500, 'n', { flips }), target: 'y' }, 'label-noise');
  expect(alarm.level).toBe('alarm');
  expect(alarm.figure).toBeGreaterThan(0.1);
  expect(alarm.message).toMatch(/systematic: it sits in group = C \(/);
  const evenly = await look(
    { real, synthetic: trapWorld(1500, 'e', { flips: () => 0.2 }), target: 'y' },
    'label-noise',
  );
  expect(evenly.level).toBe('alarm');
  expect(evenly.message).toMatch(/spread over slices/);
});

test('label noise is laid to a style that the lineage knows', async () => {
  const noisy = trapWorld(500, 'noisy', { flips: () => 0.5 });
  const version = (prompt_version: string) =>
    sharedLineage(500, { origin: 'synthetic', depth: 1, prompt_version }, prompt_version);
  const lineage = concatTables([version('v1'), version('v2')]);
  const synthetic = concatTables([trapWorld(500, 'clean'), noisy]);
  const alarm = await look({ real, synthetic, lineage, target: 'y' }, 'label-noise');
  expect(alarm.message).toContain('prompt_version = v2');
});

test('label prior: a shift is seen with its size; asked for by the condition, it is no alarm', async () => {
  const synthetic = trapWorld(800, 'shift', { shift: 1.5 });
  const alarm = await look({ real, synthetic, target: 'y' }, 'label-prior');
  expect(alarm.level).toBe('alarm');
  const share = (table: Table) => (table.columns[3] as CodedColumn).codes.reduce((a, b) => a + b, 0) / table.rows;
  expect(Math.abs(alarm.figure!)).toBeCloseTo(share(synthetic) - share(real), 12);
  const yes = (table: Table) =>
    takeRows(
      table,
      [...Array(table.rows).keys()].filter((row) => (table.columns[3] as CodedColumn).codes[row] === 1),
    );
  const asked = { real, synthetic: yes(fresh), target: 'y', where: [{ column: 'y', in: ['yes'] }] };
  const told = await look(asked, 'label-prior');
  expect(told.level).toBe('quiet');
  expect(told.message).toContain('must be corrected');
});

test('cleaner than life: each kind of untidiness is missed when it is gone, and no other', async () => {
  const random = createRandom('dirt');
  const stays = dirtyWorld(3000, random.fork('real'));
  const expected = {
    missing: 'missing values of "income"',
    typos: 'misspelt or miscased values of "city"',
    contradictions: 'contradictions of "city" and "country"',
    disorder: 'values of "arrival" above "departure"',
  };
  for (const [kind, words] of Object.entries(expected)) {
    const synthetic = dirtyWorld(3000, random.fork(kind), { ...LIFE, [kind]: 0 });
    const alarm = await look({ real: stays, synthetic }, 'cleaner-than-life');
    expect(alarm.level).toBe('alarm');
    expect(alarm.message).toMatch(/in 1 of /);
    expect(alarm.message).toContain(words);
  }
});

test('rows out of their own order are part of life', async () => {
  const events = (rows: number, share: number) => {
    const random = createRandom(`events${share}`);
    const values = Float64Array.from({ length: rows }, (_, i) => 1000 * i - (random.next() < share ? 5000 : 0));
    const spec = { name: 'at', kind: 'datetime', nullable: false, role: 'feature' } as const;
    return createTable([spec], [{ storage: 'numeric', values }]);
  };
  const alarm = await look({ real: events(4000, 0.03), synthetic: events(4000, 0) }, 'cleaner-than-life');
  expect(alarm.message).toContain('rows out of order by "at"');
});

test('dense centre: a corner whose thin end is left out, and rows outside of it', async () => {
  const where = [{ column: 'a', from: 1 }];
  const corner = (table: Table, to: number) =>
    takeRows(
      table,
      [...Array(table.rows).keys()].filter((row) => {
        const { values } = table.columns[0] as { values: Float64Array };
        return values[row] >= 1 && values[row] <= to;
      }),
    );
  const [known, made] = [trapWorld(3000, 'many'), trapWorld(6000, 'more')];
  const whole = await look({ real: known, synthetic: corner(made, 9), where }, 'dense-centre');
  expect(whole.level).toBe('quiet');
  const near = await look({ real: known, synthetic: corner(made, 1.2), where }, 'dense-centre');
  expect(near.level).toBe('alarm');
  expect(near.low).toBeGreaterThan(0.5);
  const stray = await look({ real: known, synthetic: made, where }, 'dense-centre');
  expect(stray.level).toBe('alarm');
  expect(stray.message).toMatch(/8\d\.\d % of the rows lie outside/);
  const few = await look({ real: known, synthetic: made, where: [{ column: 'a', from: 3 }] }, 'dense-centre');
  expect(few.level).toBe('unknown');
});

test('low information: copies that moved a little, and texts that repeat', async () => {
  const moved = createTable(
    real.spec.columns,
    real.columns.map((column) =>
      column.storage === 'numeric' ? { ...column, values: column.values.map((value) => value * 1.001) } : column,
    ),
  );
  const alarm = await look({ real, synthetic: moved }, 'low-information');
  expect(alarm.level).toBe('alarm');
  expect(alarm.message).toMatch(/100 synthetic rows are worth 0 new ones/);
  const words = (seed: string, vocabulary: number) => {
    const random = createRandom(seed);
    const values = Array.from({ length: 400 }, () =>
      Array.from({ length: 12 }, () => `w${Math.floor(vocabulary * random.next() ** 2)}`).join(' '),
    );
    const spec = { name: 'note', kind: 'text', nullable: false, role: 'feature' } as const;
    return createTable([spec], [{ storage: 'text', values }]);
  };
  const notes = words('notes', 300);
  expect((await look({ real: notes, synthetic: words('new', 300) }, 'low-information')).level).toBe('quiet');
  const repeated = await look({ real: notes, synthetic: words('same', 25) }, 'low-information');
  expect(repeated).toMatchObject({ level: 'alarm', expected: 1 });
  expect(repeated.high).toBeLessThan(0.7);
});

test('production: the same name or family is seen in the lineage and among the makers', async () => {
  const lineage = sharedLineage(800, { origin: 'synthetic', depth: 1, generator: 'gpt-4o-mini', judge: 'other' }, 's');
  const parts = { real, synthetic: fresh, lineage };
  const family = await look({ ...parts, production: ['openai/gpt-5'] }, 'production-overlap');
  expect(family).toMatchObject({ level: 'alarm', figure: 1 });
  expect(family.message).toContain('gpt-4o-mini is of the family of openai/gpt-5');
  expect((await look({ ...parts, production: ['claude-4'] }, 'production-overlap')).level).toBe('quiet');
  expect((await look(parts, 'production-overlap')).level).toBe('unknown');
  const made = { real, synthetic: fresh, makers: ['Claude-Opus-4'], production: ['claude-opus-4'] };
  expect((await look(made, 'production-overlap')).message).toContain('Claude-Opus-4 itself');
  expect(
    ['openai/gpt-4o-mini-2024-07-18', 'trees@1', 'claude-3-5-sonnet', 'llama3:8b'].flatMap((name) => [
      ...modelFamilies(name),
    ]),
  ).toEqual(['gpt', 'trees', 'claude', 'llama']);
});

test('one source: by parents, by origin, and by rows that occur in both', async () => {
  const lineage = sharedLineage(800, { origin: 'synthetic', depth: 1, parents: 'doc:3; doc:5' }, 's');
  const seen = { real, synthetic: fresh, lineage };
  const parents = await look({ ...seen, testLineage: realLineage(10, 'doc') }, 'one-source');
  expect(parents).toMatchObject({ level: 'alarm', figure: 0.2 });
  expect((await look({ ...seen, testLineage: realLineage(10, 'other') }, 'one-source')).level).toBe('quiet');
  const made = await look(
    { ...seen, testLineage: sharedLineage(9, { origin: 'synthetic', depth: 1 }, 't') },
    'one-source',
  );
  expect(made.message).toContain('they are synthetic themselves (9)');
  const copies = await look({ real, synthetic: fresh, test: sliceRows(fresh, 0, 200) }, 'one-source');
  expect(copies).toMatchObject({ level: 'alarm', figure: 1 });
});

test('one edit and precedence, against values worked out by hand', () => {
  const pairs = ['abc abd', 'abc ab', 'abc bac', 'abc abcd', 'abc abc', 'abc cba', 'abc a'];
  expect(pairs.map((pair) => withinOneEdit(...(pair.split(' ') as [string, string])))).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
  const found = precedence(Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 3, 5));
  expect(found.value).toBeCloseTo((3 + 2.5 + 1.5 + 1) / 12, 12);
});
