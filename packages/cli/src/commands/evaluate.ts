import { basename } from 'node:path';
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
import { withJudgedTexts } from '../judged-texts.ts';
import { type LiftTerms, liftTerms } from '../lift-terms.ts';
import { LOCKED, type OpenedHoldout, openLocked, sayOpened } from '../locked-holdout.ts';
import { NOT_TESTED } from '../not-tested.ts';
import { type Inputs, readInputs } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { referenceTables } from '../reference-table.ts';
import { optional, required } from '../settings.ts';
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
  const terms = await liftTerms(options);
  const locked = files.holdout === LOCKED;
  const settings = readOptionsOf(options);
  const read = await readInputs({ ...files, holdout: locked ? undefined : files.holdout, settings }, terminal, signal);
  const opened = locked ? await open(read, files, options, terms) : null;
  const inputs = opened ? { ...read, holdout: opened.table } : read;
  const progress = ({ done, total }: { done: number; total?: number }) => terminal.progress('measuring', done, total);
  const ctx = createContext({ seed: String(options.seed), signal, progress });
  const sections = await measureAll(inputs, files.target, ctx);
  const verdict = await judge(inputs, files.target, terms, sections, ctx);
  terminal.clearProgress();
  const report: Report = {
    title: 'How good is the synthetic data?',
    question: `${basename(files.synthetic)} against ${basename(files.real)}`,
    verdicts: verdict ? [{ title: 'Real + synthetic against real alone', verdict }] : [],
    sections,
    ...(opened && { openings: opened.openings }),
    notTested: NOT_TESTED,
    provenance: {
      seed: String(options.seed),
      target: files.target ?? null,
      files: inputs.reports.map(({ file, hash, rows }) => ({ file, hash, rows })),
      ...(opened && { ledger: { ...opened.ledger } }),
    },
  };
  await opened?.keep(report);
  if (html) await writeReport(report, html);
  const findings = sections.flatMap((section) => section.findings ?? []);
  await say(report, findings, html, terminal);
  if (opened && !terminal.json) terminal.say(sayOpened(opened));
  const attention =
    (verdict && verdict.decision !== 'use') ||
    findings.some(({ rule, level }) => level === 'error' || rule === 'exact-copies');
  return attention ? exitCodes.attention : exitCodes.done;
}

function open(
  { reports: [real, made] }: Inputs,
  files: { readonly real: string; readonly target?: string },
  options: Call['options'],
  terms: LiftTerms,
): Promise<OpenedHoldout> {
  const request = {
    synthetic: made.hash,
    seed: String(options.seed),
    terms: JSON.stringify({ ...terms, target: files.target }),
  };
  return openLocked('evaluate', { file: files.real, hash: real.hash }, request);
}

/** The verdict on the lift, where there is a holdout to judge by; its section joins the others. */
async function judge(
  inputs: Inputs,
  target: string | undefined,
  terms: LiftTerms,
  sections: ReportSection[],
  ctx: Context,
): Promise<LiftVerdict | null> {
  if (!inputs.holdout || target === undefined) return null;
  const { judgeLift } = await import('@verisim/plays');
  const judged = await judgeLift({ ...inputs, ...terms, holdout: inputs.holdout, target }, ctx);
  sections.push(withoutRepeats(judged.section, sections));
  return judged.verdict;
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
  const real = withJudgedTexts(inputs.real, inputs.synthetic);
  const shape = await measure({ ...inputs, real }, [{ evaluator: fidelity }], ctx);
  sections.unshift({
    title: 'Fidelity: margins, dependence, copies',
    ...shape,
    tables: referenceTables(shape.measurements),
  });
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
  terminal.say(renderTerminal(report, terminal).trimEnd());
  if (html) terminal.say(`\nreport: ${html}`);
}
