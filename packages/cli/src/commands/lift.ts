import { createContext } from '@verisim/core';
import type { Report } from '@verisim/report';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { metricOption } from '../metric-option.ts';
import { readInputs } from '../read-inputs.ts';
import { optional, positiveNumber, required } from '../settings.ts';
import { printJson } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim lift`: judges synthetic data made by anything. */
export async function run({ options, terminal, signal }: Call): Promise<ExitCode> {
  const files = {
    real: required(options, 'real', 'lift'),
    synthetic: required(options, 'synthetic', 'lift'),
    holdout: required(options, 'holdout', 'lift'),
    target: required(options, 'target', 'lift'),
  };
  const html = htmlOption(options);
  const threshold = positiveNumber(String(options.threshold), '--threshold');
  const wanted = optional(options, 'requirement');
  const requirement = wanted === undefined ? undefined : positiveNumber(wanted, '--requirement');
  const metric = await metricOption(options);
  const inputs = await readInputs(files, terminal, signal);
  const { judgeLift } = await import('@verisim/plays');
  const { renderTable, renderVerdict } = await import('@verisim/report');
  const progress = ({ done, total }: { done: number; total?: number }) =>
    terminal.progress('training the arms', done, total);
  const ctx = createContext({ seed: String(options.seed), signal, progress });
  const request = { ...inputs, holdout: inputs.holdout!, target: files.target, metric, threshold, requirement };
  const { evidence, verdict, section } = await judgeLift(request, ctx);
  terminal.clearProgress();
  const report: Report = {
    title: 'Does the synthetic data help?',
    question: `Does training on ${files.synthetic} beside ${files.real} beat real rows alone, by ${metric} on ${files.target}?`,
    verdicts: [{ title: 'Real + synthetic against real alone', verdict }],
    sections: [section],
    provenance: {
      seed: String(options.seed),
      target: files.target,
      files: inputs.reports.map(({ file, hash, rows }) => ({ file, hash, rows })),
    },
  };
  if (html) await writeReport(report, html);
  if (terminal.json) printJson({ measurements: evidence.measurements, findings: section.findings ?? [], verdict });
  else {
    for (const table of section.tables ?? []) terminal.say(`\n${renderTable(table, terminal)}`);
    terminal.say(`\n${renderVerdict(verdict, terminal)}`);
    if (html) terminal.say(`\nreport: ${html}`);
  }
  return verdict.decision === 'use' ? exitCodes.done : exitCodes.attention;
}
