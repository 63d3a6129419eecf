import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { patientsCsv } from './csv.ts';
import { emptyFolder, type Outcome, verisim } from './verisim.ts';

/** What a play on {@link gapFolder} has to be told. */
export const STATED: readonly string[] = [
  '--gap',
  'Too few patients of group A are known.',
  '--metric',
  'roc-auc',
  '--threshold',
  '0.05',
];
/** The gap, and a sweep that takes a second or two. */
export const ASKED: readonly string[] = [
  '--target',
  'y',
  '--where',
  "group = 'A'",
  '--ratios',
  '0,0.5',
  '--folds',
  '2',
  '--seeds',
  '2',
];

/** A folder with `patients.csv`, a third of it locked, and a baseline unless it is left out. */
export async function gapFolder({ baseline = true } = {}): Promise<string> {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(360));
  const calls = [['lock', 'patients.csv', '--target', 'y', '--share', '120']];
  if (baseline)
    calls.push([
      'baseline',
      'patients.csv',
      '--target',
      'y',
      '--learner',
      'boosted-trees',
      '--folds',
      '2',
      '--repeats',
      '1',
    ]);
  for (const call of calls) {
    const { code, stderr } = await verisim(call, folder);
    if (code !== 0) throw new Error(`${call.join(' ')}: ${stderr}`);
  }
  return folder;
}

/** Runs the play. */
export function playGap(folder: string, ...more: readonly string[]): Promise<Outcome> {
  return verisim(['play', 'coverage-gap', 'patients.csv', ...ASKED, ...STATED, ...more], folder);
}

/** The entries of the ledger of an event, in their order. */
export function ledgerOf(folder: string, event: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = readFileSync(join(folder, '.verisim/ledger.jsonl'), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const entry = JSON.parse(line) as { event: string; details: Record<string, unknown> };
    return entry.event === event ? [entry.details] : [];
  });
}

/** The file of the training part. */
export function trainingOf(folder: string): string {
  return join('.verisim/training', readdirSync(join(folder, '.verisim/training'))[0]);
}
