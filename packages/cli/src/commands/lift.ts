import { basename } from 'node:path';
import { createContext } from '@verisim/core';
import type { Report } from '@verisim/report';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { liftTerms } from '../lift-terms.ts';
import { LOCKED, openLocked, sayOpened } from '../locked-holdout.ts';
import { NOT_TESTED } from '../not-tested.ts';
import { readInputs } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { required } from '../settings.ts';
import { printJson } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim lift`: judges synthetic data made by anything. */
export async function run({ options, terminal, signal }: Call): Promise<ExitCode> {
  const files = {
    real: required(options, 'real', 'lift'),
    synthetic: required(options, 'synthetic', 'lift'),
    holdout: required(options, 'holdout', 'lift', ' (a file, or "locked" for the rows that verisim lock took away)'),
    target: required(options, 'target', 'lift'),
  };
  const html = htmlOption(options);
  const terms = await liftTerms(options);
  const seed = String(options.seed);
  const locked = files.holdout === LOCKED;
  const settings = readOptionsOf(options);
  const inputs = await readInputs(
    { ...files, holdout: locked ? undefined : files.holdout, settings },
    terminal,
    signal,
  );
  const [real, made] = inputs.reports;
  const request = { synthetic: made.hash, seed, terms: JSON.stringify({ ...terms, target: files.target }) };
  const opened = locked ? await openLocked('lift', { file: files.real, hash: real.hash }, request) : null;
  const { judgeLift } = await import('@verisim/plays');
  const { renderVerdict } = await import('@verisim/report');
  const progress = ({ done, total }: { done: number; total?: number }) =>
    terminal.progress('training the arms', done, total);
  const ctx = createContext({ seed, signal, progress });
  const holdout = opened?.table ?? inputs.holdout!;
  const { evidence, verdict, section } = await judgeLift({ ...inputs, ...terms, holdout, target: files.target }, ctx);
  terminal.clearProgress();
  const report: Report = {
    title: 'Does the synthetic data help?',
    question: `Does training on ${basename(files.synthetic)} beside ${basename(files.real)} beat real rows alone, by ${terms.metric} on ${files.target}?`,
    ...(terms.requirement !== undefined && { requirement: `${terms.metric} ${terms.requirement}` }),
    verdicts: [{ title: 'Real + synthetic against real alone', verdict }],
    sections: [section],
    ...(opened && { openings: opened.openings }),
    notTested: NOT_TESTED,
    provenance: {
      seed,
      target: files.target,
      files: inputs.reports.map(({ file, hash, rows }) => ({ file, hash, rows })),
      ...(opened && { ledger: { ...opened.ledger } }),
    },
  };
  await opened?.keep(report);
  if (html) await writeReport(report, html);
  if (terminal.json) {
    const recorded = opened && { openings: opened.openings.length, run: opened.run.place };
    printJson({ measurements: evidence.measurements, findings: section.findings ?? [], verdict, ...recorded });
  } else {
    for (const table of section.tables ?? []) sayTable(table, terminal);
    terminal.say(`\n${renderVerdict(verdict, { ...terminal, width: Math.min(terminal.width, 120) })}`);
    if (opened) terminal.say(sayOpened(opened));
    if (html) terminal.say(`\nreport: ${html}`);
  }
  return verdict.decision === 'use' ? exitCodes.done : exitCodes.attention;
}
