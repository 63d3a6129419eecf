import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { COMMAND, emptyFolder } from './verisim.ts';

const hasTerminal = spawnSync('script', ['--version']).status === 0;
if (!hasTerminal) console.warn('skipped: script (util-linux) is not installed, so no terminal can be had');

/** Runs a command in a terminal and answers each question once it is asked. */
function inTerminal(
  args: readonly string[],
  folder: string,
  answers: readonly (readonly [asked: string, keys: string])[],
): Promise<{ readonly code: number | null; readonly shown: string }> {
  const line = [...COMMAND, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty rows 40 cols 100; ${line}`, '/dev/null'], { cwd: folder });
  const left = [...answers];
  let shown = '';
  let seen = 0;
  child.stdout.on('data', (chunk) => {
    shown += chunk;
    const [next] = left;
    if (next === undefined || !shown.slice(seen).includes(next[0])) return;
    left.shift();
    seen = shown.length;
    // The question listens for keys a moment after it is drawn.
    setTimeout(() => child.stdin.write(next[1]), 100);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, shown: left.length === 0 ? shown : `never asked: ${left[0][0]}\n${shown}` });
    });
  });
}

test.runIf(hasTerminal)(
  'init asks in a terminal, shows kinds and classes, and asks again when an answer does not fit',
  async () => {
    const folder = emptyFolder();
    const rows = patientsCsv(300).replace(
      /^(\d+)/gm,
      (_, age) => `0${1 + (Number(age) % 9)}/0${1 + (Number(age) % 7)}/2024,${age}`,
    );
    writeFileSync(join(folder, 'patients.csv'), rows.replace('age', 'seen,age'));
    const { code, shown } = await inTerminal(['init'], folder, [
      ['Which file', 'patints.csv\r'],
      ['Did you mean', '\u0015patients.csv\r'],
      ['seen:', '\r'],
      ['What is the gap?', '\r'],
      ['the gap is empty', 'Too few of group A.\r'],
      ['to be predicted?', '\u001b[B\r'],
      ['in the gap?', "group = 'Z'\r"],
      ['no level "Z"', "group = 'A'\r"],
      ['lift measured in?', '\r'],
      ['worth having?', '\u00155\r'],
      ['is not a number below 1', '\u00150.02\r'],
      ['of use at all?', '\r'],
      ['Who answers', 'Ada, Bob\r'],
    ]);
    expect(shown).not.toContain('never asked');
    expect(code).toBe(0);
    expect(shown).toContain('seen (datetime), age (integer), group (category), score (number), y (boolean)');
    expect(shown).toMatch(/Classes of y: no \(\d+ rows\), yes \(\d+ rows\)/);
    const config = readFileSync(join(folder, 'verisim.config.ts'), 'utf8');
    for (const line of [
      "data: 'patients.csv'",
      `where: "group = 'A'"`,
      "target: 'y'",
      'threshold: 0.02',
      "owners: ['Ada', 'Bob']",
    ])
      expect(config).toContain(line);
    expect(config).toMatch(/formats: \{\s+seen: '%/);
    expect(config).toMatch(/formats: \{\s+seen: '%/);
    expect(config).not.toContain('requirement');
  },
);

test.runIf(hasTerminal)('init: ctrl-C at a question ends with 130 and writes nothing', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(50));
  const { code, shown } = await inTerminal(['init', 'patients.csv'], folder, [['What is the gap?', '\u0003']]);
  expect([code, shown.includes('Nothing was written.')]).toEqual([130, true]);
  expect(existsSync(join(folder, 'verisim.config.ts'))).toBe(false);
});
