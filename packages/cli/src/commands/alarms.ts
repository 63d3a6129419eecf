import {
  createContext,
  forkContext,
  type Json,
  type Lineage,
  lineageSpec,
  rowsWhere,
  trackedTable,
} from '@verisim/core';
import { readTable } from '@verisim/io';
import { type AlarmInput, alarmsSection, alarmsSentence, depthFindings, depthLosses, trapAlarms } from '@verisim/plays';
import { parseWhere } from '@verisim/plays/draw';
import type { Report } from '@verisim/report';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readInputs } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayAlarms } from '../say-alarms.ts';
import { optional, required } from '../settings.ts';
import { printJson } from '../terminal.ts';
import { wordsOf } from '../words-of.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim alarms`: whether synthetic data, made by anything, fell into one of the usual traps. */
export async function run({ options, terminal, signal }: Call): Promise<ExitCode> {
  const target = optional(options, 'target');
  const test = optional(options, 'test');
  const condition = optional(options, 'where');
  const files = {
    real: required(options, 'real', 'alarms'),
    synthetic: required(options, 'synthetic', 'alarms'),
    ...(test !== undefined && { holdout: test }),
    target,
    settings: readOptionsOf(options),
  };
  const html = htmlOption(options);
  const where = condition === undefined ? undefined : parseWhere(condition);
  const read = await readInputs(files, terminal, signal);
  if (where) rowsWhere(read.real, where);
  const input: AlarmInput = {
    real: read.real,
    synthetic: read.synthetic,
    target,
    where,
    test: read.holdout,
    lineage: await lineageOf(options, 'lineage', signal),
    testLineage: await lineageOf(options, 'testLineage', signal),
    production: wordsOf(options.production),
    makers: wordsOf(options.madeBy),
  };
  const seed = String(options.seed);
  const progress = ({ done, total, note = 'looking' }: { done: number; total?: number; note?: string }) =>
    terminal.progress(note, done, total);
  const ctx = createContext({ seed, signal, progress });
  const { real, synthetic, lineage } = input;
  const tracked = lineage && trackedTable(synthetic, lineage);
  const alarms = await trapAlarms(input, ctx);
  const deep = tracked ? depthFindings(depthLosses(real, tracked, forkContext(ctx, 'depth'))) : [];
  terminal.clearProgress();
  const on = alarms.filter(({ level }) => level === 'alarm');
  const section = alarmsSection(alarms);
  const findings = [...(section.findings ?? []), ...deep];
  if (html) await writeReport(reportOf({ ...section, findings }, alarmsSentence(alarms), seed, read.reports), html);
  if (terminal.json) printJson({ on: on.map(({ name }) => name), alarms, findings });
  else {
    sayAlarms(alarms, terminal);
    for (const { level, message } of deep) terminal.say(`\n${level}: ${message}`);
    if (html) terminal.say(`\nreport: ${html}`);
  }
  return findings.length > 0 ? exitCodes.attention : exitCodes.done;
}

async function lineageOf(options: Call['options'], name: string, signal: AbortSignal): Promise<Lineage | undefined> {
  const file = optional(options, name);
  return file === undefined ? undefined : (await readTable(file, { like: { columns: lineageSpec }, signal })).table;
}

type Files = Awaited<ReturnType<typeof readInputs>>['reports'];

function reportOf(section: Report['sections'][number], question: string, seed: string, files: Files): Report {
  const named = files.map(({ file, hash, rows }) => ({ file, hash, rows })) as Json;
  const provenance = { seed, files: named };
  return { title: 'Traps of synthetic data', question, verdicts: [], sections: [section], provenance };
}
