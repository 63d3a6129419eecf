import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

test('the demo runs to its end: two decisions, one opening, a report and data with lineage', {
  timeout: 300_000,
}, async () => {
  const folder = emptyFolder();
  const { code, stdout, stderr } = await verisim(['demo', '--json'], folder);
  expect(code).toBe(0);
  const { situations, openings, run } = JSON.parse(stdout);
  expect(situations).toHaveLength(2);
  for (const { verdict } of situations) {
    expect(verdict.decision).toMatch(/^(use|do not use|real data suffices|cannot tell)$/);
    expect(verdict.reason).not.toBe('');
    if (verdict.lift !== null) expect(verdict.low).toBeLessThanOrEqual(verdict.high);
  }
  expect(openings).toBe(1);
  expect(stderr).toContain('Cost Total $');
  const files = readdirSync(run);
  expect(files).toEqual(
    expect.arrayContaining(['manifest.json', 'report.html', 'report.json', 'data-2.parquet', 'lineage-2.parquet']),
  );
  expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain('A team with 7,500 labelled reports');
  const ledger = readFileSync(join(folder, '.verisim/ledger.jsonl'), 'utf8').trim().split('\n');
  const events = ledger.map((line) => JSON.parse(line).event);
  expect(events.indexOf('holdout-locked')).toBeLessThan(events.indexOf('holdout-opened'));
  expect(events.filter((event) => event === 'holdout-opened')).toHaveLength(1);
});
