// Bad input, scored by the rules of FAULTS.md: right, refused with a reason, accepted with every change listed, or failed (a crash, more than
// 10 seconds or 512 MB, or silently different). Promise: none fails. What is right is known from elsewhere than our reader.
// Run: npm run bench -- badinput; of some sets alone, and every case said: node ... bench/badinput.bench.ts --set=polluted --verbose. Public sets lie in ../shared/badinput beside the repository; without them only ours are run.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isVerisimError } from '@verisim/core';
import { readTableLimited } from '../src/limits/read-limited.ts';
import { pollutedCases, spectrumCases } from './badinput-csv.ts';
import { damagedCases } from './badinput-damage.ts';
import { type Hostile, hostiles } from './badinput-hostile.ts';
import { jsonLinesCases, jsonSuiteCases } from './badinput-json.ts';
import { naughtyScores } from './badinput-names.ts';
import { parquetCases } from './badinput-parquet.ts';
import { MEGABYTES, SECONDS, startRunner } from './badinput-pool.ts';
import { type Answer, type Case, type Score, scoreOf } from './badinput-score.ts';

const shared = fileURLToPath(new URL('../../../../shared/badinput', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'verisim-badinput-'));
const failures: string[] = [];
const scores: Score[] = ['right', 'refused', 'changed', 'failed'];
const wanted = process.argv.find((argument) => argument.startsWith('--set='))?.slice(6) ?? '';
const verbose = process.argv.includes('--verbose');

function place(name: string): string {
  const path = join(folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(path);
  return path;
}

function count(
  set: string,
  name: string,
  { score, why }: { score: Score; why: string },
  counts: Map<Score, number>,
): void {
  counts.set(score, (counts.get(score) ?? 0) + 1);
  if (verbose) console.log(`${set}: ${name}: ${score} ${why}`);
  if (score === 'failed') failures.push(`${set}: ${name}\n    ${why}`);
}

function row(set: string, counts: ReadonlyMap<Score, number>): void {
  const cells = scores.map((score) => String(counts.get(score) ?? 0).padStart(9));
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  console.log(`${set.padEnd(34)}${String(all).padStart(7)}${cells.join('')}`);
}

async function runCases(set: string, make: () => readonly Case[] | Promise<readonly Case[]>): Promise<void> {
  if (!set.includes(wanted)) return;
  const cases = await make();
  const counts = new Map<Score, number>();
  const runner = startRunner();
  try {
    for (const one of cases) count(set, one.name, scoreOf(one, await runner.read(one.path, one.options)), counts);
  } finally {
    runner.stop();
  }
  row(set, counts);
}

async function runHostiles(set: string, all: readonly Hostile[]): Promise<void> {
  if (!set.includes(wanted)) return;
  const counts = new Map<Score, number>();
  for (const hostile of all) {
    const at = place(hostile.name);
    const one = await hostile.make(at);
    const answer = await limited(one.path);
    const ended =
      'refused' in answer && ['io/memory-limit', 'io/time-limit', 'io/disk-limit'].includes(answer.refused.code);
    // What never ends must be ended; what a careful reader can refuse by itself must be refused.
    count(
      set,
      one.name,
      hostile.limit && ended ? { score: 'refused', why: answer.refused.message } : scoreOf(one, answer),
      counts,
    );
    rmSync(at, { recursive: true });
  }
  row(set, counts);
}

async function limited(path: string): Promise<Answer> {
  try {
    const { table, report } = await readTableLimited(path, { memoryMegabytes: MEGABYTES, seconds: SECONDS });
    const changed = report.changes.map(({ column }) => column);
    return {
      read: {
        names: table.spec.columns.map(({ name }) => name),
        specs: table.spec.columns,
        cells: [],
        changed,
        notes: report.notes,
      },
    };
  } catch (error) {
    if (isVerisimError(error)) return { refused: { code: error.code, message: error.message } };
    return { broke: `the caller was given ${String(error)}` };
  }
}

async function runNaughty(set: string): Promise<void> {
  if (!set.includes(wanted)) return;
  const counts = new Map<Score, number>();
  for (const one of await naughtyScores(shared, place('naughty'))) count(set, one.name, one, counts);
  row(set, counts);
}

console.log(`${'set'.padEnd(34)}${'cases'.padStart(7)}${scores.map((score) => score.padStart(9)).join('')}`);
try {
  if (existsSync(shared)) {
    await runCases('csv-spectrum', () => spectrumCases(shared));
    await runCases('JSONTestSuite', () => jsonSuiteCases(shared, place('json-suite')));
    await runCases('parquet-testing', () => parquetCases(shared, place('parquet')));
    await runNaughty('naughty-strings, 7 formats');
  } else {
    console.warn('SKIPPED: ../shared/badinput is not there, so the public sets are not run');
  }
  await runCases('polluted CSV (made)', () => pollutedCases(place('polluted')));
  await runCases('JSON Lines torture (made)', () => jsonLinesCases(place('json-lines')));
  await runCases('damaged files (made)', () => damagedCases(place('damaged')));
  await runHostiles('hostile files (made), limited', hostiles);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) {
  console.log(`\n${failures.length} failed:\n  ${failures.join('\n  ')}`);
  process.exitCode = 1;
}
