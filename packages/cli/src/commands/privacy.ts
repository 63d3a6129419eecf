import { resolve } from 'node:path';
import { type Context, createContext, type Progress, type Table, withRoles } from '@verisim/core';
import { type AuditAbout, type AuditJson, auditJson, auditPrivacy } from '@verisim/evaluator-privacy';
import type { Report } from '@verisim/report';
import type { Call } from '../call.ts';
import { readClaim } from '../claim-file.ts';
import { overwritesInput } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { withJudgedTexts } from '../judged-texts.ts';
import { LOCKED, type OpenedHoldout, openLocked, sayOpened } from '../locked-holdout.ts';
import { auditAbout, privacyReport } from '../privacy-report.ts';
import { type Inputs, readInputs } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional, required } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { htmlOption, writeReport, writeWhole } from '../write-report.ts';

type Options = Call['options'];

interface Files {
  readonly real: string;
  readonly synthetic: string;
  readonly holdout?: string;
}

/** `verisim privacy`: audits synthetic data made by anything. */
export async function run({ options, terminal, signal }: Call): Promise<ExitCode> {
  const files: Files = {
    real: required(options, 'real', 'privacy'),
    synthetic: required(options, 'synthetic', 'privacy'),
    holdout: optional(options, 'holdout'),
  };
  const html = htmlOption(options);
  const claimed = optional(options, 'dp');
  if (html) refuseInputs(jsonBeside(html), { ...files, claimed });
  const claim = claimed === undefined ? null : await readClaim(claimed);
  const locked = files.holdout === LOCKED;
  const settings = readOptionsOf(options);
  const inputs = await readInputs(
    { ...files, holdout: locked ? undefined : files.holdout, settings },
    terminal,
    signal,
  );
  const sensitive = sensitiveColumns(options, inputs.real);
  const judged = withJudgedTexts(inputs.real, inputs.synthetic);
  const real = withRoles(judged, Object.fromEntries(sensitive.map((name) => [name, 'sensitive'])));
  const opened = locked ? await open(inputs, files, options, sensitive) : null;
  const holdout = opened?.table ?? inputs.holdout;
  const ctx = contextOf(options, terminal, signal);
  const audit = await auditPrivacy({ ...inputs, real, holdout }, { power: options.power !== false }, ctx);
  terminal.clearProgress();
  const asked = { options, files, sensitive, reports: inputs.reports, opened, claim };
  const about: AuditAbout = auditAbout(asked);
  const report = await privacyReport(audit, about, asked);
  await opened?.keep(report);
  if (html) await writeAudit(report, html);
  const json = auditJson(audit, about);
  say(json, report, html, terminal);
  if (opened && !terminal.json) terminal.say(sayOpened(opened));
  const refuted = json.dp?.findings.some(({ level }) => level === 'error') ?? false;
  return audit.leaks.length > 0 || refuted ? exitCodes.attention : exitCodes.done;
}

function contextOf(options: Options, terminal: Terminal, signal: AbortSignal): Context {
  const progress = ({ done, total, note = 'looking' }: Progress) => terminal.progress(note, done, total);
  return createContext({ seed: String(options.seed), signal, progress });
}

function open(
  { reports: [real, made] }: Inputs,
  files: Files,
  options: Options,
  sensitive: readonly string[],
): Promise<OpenedHoldout> {
  const request = { synthetic: made.hash, seed: String(options.seed), terms: JSON.stringify({ sensitive }) };
  return openLocked('privacy', { file: files.real, hash: real.hash }, request);
}

/** `--sensitive a,b --sensitive "c, d"`: a text that is a column's name is one, else it is cut at its commas. */
function sensitiveColumns({ sensitive }: Options, { spec }: Table): readonly string[] {
  const names = new Set(spec.columns.map(({ name }) => name));
  const texts = (Array.isArray(sensitive) ? sensitive : []) as readonly string[];
  return [...new Set(texts.flatMap((text) => (names.has(text) ? [text] : text.split(',').map((name) => name.trim()))))];
}

/** The audit's JSON stands beside its HTML. */
function jsonBeside(html: string): string {
  return html.replace(/\.html?$/i, '.json');
}

function refuseInputs(path: string, files: Readonly<Record<string, string | undefined>>): void {
  for (const file of Object.values(files)) if (file && resolve(file) === resolve(path)) throw overwritesInput(path);
}

async function writeAudit(report: Report, html: string): Promise<void> {
  const { renderJson } = await import('@verisim/report');
  await writeReport(report, html);
  await writeWhole(jsonBeside(html), renderJson(report));
}

function say(json: AuditJson, report: Report, html: string | undefined, terminal: Terminal): void {
  if (terminal.json) {
    printJson({ ...json, documentHash: report.provenance.documentHash });
    return;
  }
  terminal.say(report.question);
  const findings = [...json.findings, ...(json.dp?.findings ?? [])];
  for (const { level, message } of findings) if (level !== 'info') terminal.say(`\n${level}: ${message}`);
  for (const { tables = [], title } of report.sections)
    if (/^[568]\./.test(title)) for (const table of tables) sayTable(table, terminal);
  const said = report.sections.find(({ title }) => title.startsWith('8.'))?.text ?? [];
  for (const text of said) terminal.say(`\n${text}`);
  for (const text of json.notJudged) terminal.say(`\nNot judged: ${text}`);
  if (html) terminal.say(`\naudit: ${html} and ${jsonBeside(html)}`);
}
