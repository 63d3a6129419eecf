import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createContext, type Json, sha256, type Table, toHex, withRoles } from '@verisim/core';
import { type AuditAbout, auditJson, auditPrivacy, auditSections, type PrivacyAudit } from '@verisim/evaluator-privacy';
import type { Report } from '@verisim/report';
import type { Call } from '../call.ts';
import { overwritesInput } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { withJudgedTexts } from '../judged-texts.ts';
import { LOCKED, type OpenedHoldout, openLocked, sayOpened } from '../locked-holdout.ts';
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
  if (html) refuseInputs(jsonBeside(html), files);
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
  const progress = ({ done, total, note = 'looking' }: { done: number; total?: number; note?: string }) =>
    terminal.progress(note, done, total);
  const ctx = createContext({ seed: String(options.seed), signal, progress });
  const audit = await auditPrivacy({ ...inputs, real, holdout }, { power: options.power !== false }, ctx);
  terminal.clearProgress();
  const report = await reportOf(audit, inputs, files, sensitive, options, opened);
  await opened?.keep(report);
  if (html) await writeAudit(report, html);
  say(audit, report, html, terminal);
  if (opened && !terminal.json) terminal.say(sayOpened(opened));
  return audit.leaks.length > 0 ? exitCodes.attention : exitCodes.done;
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

function refuseInputs(path: string, files: Files): void {
  for (const file of Object.values(files)) if (file && resolve(file) === resolve(path)) throw overwritesInput(path);
}

async function reportOf(
  audit: PrivacyAudit,
  { reports }: Inputs,
  files: Files,
  sensitive: readonly string[],
  options: Options,
  opened: OpenedHoldout | null,
): Promise<Report> {
  const roles = ['training', 'synthetic', 'holdout'] as const;
  const seed = String(options.seed);
  const about: AuditAbout = {
    files: reports.map(({ file, hash, rows }, i) => ({ role: roles[i], file, hash, rows })),
    sensitive,
    unit: optional(options, 'unit'),
    release: optional(options, 'release'),
    madeBy: optional(options, 'madeBy'),
    seed,
    command: commandOf(files, sensitive, seed, options),
  };
  const report: Report = {
    title: 'Privacy audit of synthetic data',
    question: `${basename(files.synthetic)} against ${basename(files.real)}: ${outcome(audit)}`,
    verdicts: [],
    sections: auditSections(audit, about),
    ...(opened && { openings: opened.openings }),
    provenance: {
      seed,
      sensitive: [...sensitive],
      files: about.files.map((file) => ({ ...file })) as Json,
      versions: { verisim: versionOf(), node: process.versions.node },
    },
  };
  return { ...report, provenance: { ...report.provenance, documentHash: await hashOf(report) } };
}

/** SHA-256 of the report's JSON without its own hash and without the line end. */
async function hashOf(report: Report): Promise<string> {
  const { renderJson } = await import('@verisim/report');
  return toHex(sha256(renderJson(report).trimEnd()));
}

function versionOf(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}

function commandOf(
  { real, synthetic, holdout }: Files,
  sensitive: readonly string[],
  seed: string,
  { power }: Options,
): string {
  const quoted = (text: string) => (/^[\w.,+-]+$/.test(text) ? text : JSON.stringify(text));
  const file = (name: string, path: string) => `--${name} ${quoted(basename(path))}`;
  return [
    'verisim privacy',
    file('real', real),
    file('synthetic', synthetic),
    ...(holdout === undefined ? [] : [file('holdout', holdout)]),
    ...sensitive.map((name) => `--sensitive ${quoted(name)}`),
    `--seed ${seed}`,
    ...(power === false ? ['--no-power'] : []),
  ].join(' ');
}

function outcome({ leaks, faint, rows }: PrivacyAudit): string {
  if (leaks.length > 0) return `a leak is seen by ${leaks.length} ${leaks.length === 1 ? 'figure' : 'figures'}.`;
  if (rows.holdout === null) return 'no copies are seen, and without a holdout the rest is unknown, not safe.';
  const signal =
    faint.length === 0
      ? ''
      : `; ${faint.length === 1 ? 'one figure holds' : `${faint.length} figures hold`} a faint signal`;
  return `no leak is seen, which is not the same as none${signal}.`;
}

async function writeAudit(report: Report, html: string): Promise<void> {
  const { renderJson } = await import('@verisim/report');
  await writeReport(report, html);
  await writeWhole(jsonBeside(html), renderJson(report));
}

function say(audit: PrivacyAudit, report: Report, html: string | undefined, terminal: Terminal): void {
  const json = auditJson(audit);
  if (terminal.json) {
    printJson({ ...json, documentHash: report.provenance.documentHash });
    return;
  }
  terminal.say(report.question);
  for (const { level, message } of json.findings) if (level !== 'info') terminal.say(`\n${level}: ${message}`);
  for (const { tables = [], title } of report.sections)
    if (/^[568]\./.test(title)) for (const table of tables) sayTable(table, terminal);
  const said = report.sections.find(({ title }) => title.startsWith('8.'))?.text ?? [];
  for (const text of said) terminal.say(`\n${text}`);
  for (const text of json.notJudged) terminal.say(`\nNot judged: ${text}`);
  if (html) terminal.say(`\naudit: ${html} and ${jsonBeside(html)}`);
}
