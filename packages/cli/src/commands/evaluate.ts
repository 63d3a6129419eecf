import {
  type Context,
  check,
  createContext,
  type Finding,
  joinEvaluations,
  type LiftVerdict,
  type Measurement,
  measure,
} from '@verisim/core';
import type { Report, ReportSection } from '@verisim/report';
import type { Call } from '../call.ts';
import { missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { metricOption } from '../metric-option.ts';
import { type Inputs, readInputs } from '../read-inputs.ts';
import { optional, positiveNumber, required } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport } from '../write-report.ts';

/** `verisim evaluate`: fidelity, checks, and with a holdout and a target utility and lift. */
export async function run({ options, terminal, signal }: Call): Promise<ExitCode> {
  const files = {
    real: required(options, 'real', 'evaluate'),
    synthetic: required(options, 'synthetic', 'evaluate'),
    holdout: optional(options, 'holdout'),
    target: optional(options, 'target'),
  };
  if (files.holdout !== undefined && files.target === undefined)
    throw missingOption('--target (there is a --holdout)', 'evaluate');
  const html = htmlOption(options);
  const threshold = positiveNumber(String(options.threshold), '--threshold');
  const inputs = await readInputs(files, terminal, signal);
  const progress = ({ done, total }: { done: number; total?: number }) => terminal.progress('measuring', done, total);
  const ctx = createContext({ seed: String(options.seed), signal, progress });
  const sections = await measureAll(inputs, files.target, ctx);
  let verdict: LiftVerdict | null = null;
  if (inputs.holdout && files.target !== undefined) {
    const { judgeLift } = await import('@verisim/plays');
    const request = {
      ...inputs,
      holdout: inputs.holdout,
      target: files.target,
      metric: await metricOption(options),
      threshold,
    };
    const judged = await judgeLift(request, ctx);
    verdict = judged.verdict;
    sections.push(withoutRepeats(judged.section, sections));
  }
  terminal.clearProgress();
  const report: Report = {
    title: 'How good is the synthetic data?',
    question: `${files.synthetic} against ${files.real}`,
    verdicts: verdict ? [{ title: 'Real + synthetic against real alone', verdict }] : [],
    sections,
    provenance: {
      seed: String(options.seed),
      target: files.target ?? null,
      files: inputs.reports.map(({ file, hash, rows }) => ({ file, hash, rows })),
    },
  };
  if (html) await writeReport(report, html);
  const findings = sections.flatMap((section) => section.findings ?? []);
  await say(report, findings, html, terminal);
  const attention =
    (verdict && verdict.decision !== 'use') ||
    findings.some(({ rule, level }) => level === 'error' || rule === 'exact-copies');
  return attention ? exitCodes.attention : exitCodes.done;
}

/** A section without the measurements that an earlier one holds: the control is trained by utility and by lift. */
function withoutRepeats(section: ReportSection, earlier: readonly ReportSection[]): ReportSection {
  const name = ({ metric, where }: Measurement) => `${metric} ${where.slice ?? ''}`;
  const known = new Set(earlier.flatMap(({ measurements = [] }) => measurements.map(name)));
  return { ...section, measurements: section.measurements?.filter((found) => !known.has(name(found))) };
}

async function measureAll(inputs: Inputs, target: string | undefined, ctx: Context): Promise<ReportSection[]> {
  const { fidelity } = await import('@verisim/evaluator-fidelity');
  const { tableValidators } = await import('@verisim/validator-table');
  const sections: ReportSection[] = [];
  const checked = await check(inputs.synthetic, tableValidators, { train: inputs.real }, ctx);
  const findings = checked.findings.map(({ rule, level, message }) => ({
    rule,
    level,
    message: message.replace(/; dropped\.$/, '.'),
  }));
  sections.push({
    title: 'Row checks',
    text: [
      findings.length === 0
        ? 'Every row passed every check.'
        : 'What the checks found. Generating drops most such rows; here they are only reported.',
    ],
    findings,
  });
  const shape = await measure(inputs, [{ evaluator: fidelity }], ctx);
  sections.push({ title: 'Fidelity: margins, correlations, copies', ...shape });
  if (inputs.holdout && target !== undefined) {
    const { utility } = await import('@verisim/evaluator-utility');
    const useful = await measure({ ...inputs, target }, [{ evaluator: utility }], ctx);
    sections.push({ title: 'Utility: train on synthetic, test on real', ...joinEvaluations([useful]) });
  }
  return sections;
}

async function say(
  report: Report,
  findings: readonly Finding[],
  html: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (terminal.json) {
    const measurements = report.sections.flatMap((section) => section.measurements ?? []);
    printJson({ measurements, findings, verdict: report.verdicts[0]?.verdict ?? null });
    return;
  }
  const { renderTerminal } = await import('@verisim/report');
  terminal.say(renderTerminal(report, terminal));
  if (html) terminal.say(`\nreport: ${html}`);
}
