import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Json, sha256, tableHash, toHex } from '@verisim/core';
import { type AuditAbout, auditOutcome, auditSections, type PrivacyAudit } from '@verisim/evaluator-privacy';
import type { ReadReport } from '@verisim/io';
import type { Report } from '@verisim/report';
import type { ClaimFile } from './claim-file.ts';
import { LOCKED, type OpenedHoldout } from './locked-holdout.ts';
import { optional } from './settings.ts';

/** What `verisim privacy` was asked and given. */
export interface PrivacyCall {
  readonly options: Readonly<Record<string, unknown>>;
  readonly files: { readonly real: string; readonly synthetic: string; readonly holdout?: string };
  readonly sensitive: readonly string[];
  /** Of the training, the synthetic and the holdout file, as far as they were read. */
  readonly reports: readonly ReadReport[];
  readonly opened: OpenedHoldout | null;
  readonly claim: ClaimFile | null;
}

const ROLES = ['training', 'synthetic', 'holdout'] as const;

/** What the document says that no audit can measure. */
export function auditAbout(call: PrivacyCall): AuditAbout {
  const { options, reports, opened, claim, sensitive } = call;
  const read = reports.map(({ file, hash, rows }, i) => ({ role: ROLES[i], file, hash, rows }));
  const held = opened && {
    role: 'holdout' as const,
    file: 'the locked rows (hash of the table, as in its lock)',
    hash: tableHash(opened.table),
    rows: opened.table.rows,
  };
  return {
    files: held ? [...read, held] : read,
    sensitive,
    unit: optional(options, 'unit'),
    release: optional(options, 'release'),
    madeBy: optional(options, 'madeBy') ?? claim?.madeBy,
    dp: claim?.dp,
    seed: String(options.seed),
    command: commandOf(call),
  };
}

/** The audit as a report, with its own hash in it. */
export async function privacyReport(audit: PrivacyAudit, about: AuditAbout, call: PrivacyCall): Promise<Report> {
  const { files, opened } = call;
  const report: Report = {
    title: 'Privacy audit of synthetic data',
    question: `What does ${basename(files.synthetic)} give away of the rows of ${basename(files.real)}?`,
    conclusion: auditOutcome(audit),
    verdicts: [],
    sections: auditSections(audit, about),
    ...(opened && { openings: opened.openings }),
    provenance: {
      seed: about.seed,
      sensitive: [...about.sensitive],
      files: about.files.map((file) => ({ ...file })) as Json,
      versions: { verisim: versionOf(), node: process.versions.node },
      ...(opened && { ledger: { ...opened.ledger } }),
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
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** The command with everything that changes the document. */
function commandOf({ files: { real, synthetic, holdout }, options, sensitive }: PrivacyCall): string {
  const said = (flag: string, text: unknown) => (typeof text === 'string' ? [`--${flag} ${quoted(text)}`] : []);
  const file = (flag: string, path: string | undefined) => said(flag, path && basename(path));
  const pairs = (flag: string, given: unknown) =>
    Object.entries((given ?? {}) as Record<string, string>).flatMap(([name, value]) =>
      said(flag, `${/[="]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name}=${value}`),
    );
  return [
    'verisim privacy',
    ...file('real', real),
    ...file('synthetic', synthetic),
    ...(holdout === LOCKED ? ['--holdout locked'] : file('holdout', holdout)),
    ...sensitive.flatMap((name) => said('sensitive', name)),
    ...pairs('kinds', options.kinds),
    ...pairs('formats', options.formats),
    ...(Array.isArray(options.missing) ? options.missing : []).flatMap((text) => said('missing', text)),
    ...said('unit', options.unit),
    ...said('release', options.release),
    ...said('made-by', options.madeBy),
    ...file('dp', optional(options, 'dp')),
    `--seed ${options.seed}`,
    ...(options.power === false ? ['--no-power'] : []),
  ].join(' ');
}

/** As a POSIX shell takes it. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
