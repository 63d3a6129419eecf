import type { Chart, Finding, Measurement } from '@verisim/core';
import type { PrivacyAudit } from './audit-privacy.ts';
import { type AuditTable, attackTable, copyTable, membershipTable, overlapTable, powerTable } from './audit-tables.ts';
import type { DpClaim } from './dp-claim.ts';
import { dpSection } from './dp-section.ts';
import type { Power } from './measure-power.ts';
import { percent } from './percent.ts';
import { rateOf } from './rate-excess.ts';
import { attackName } from './see-leaks.ts';
import { thousands } from './thousands.ts';

/** What an audit cannot measure: whoever asks for it says so, or it reads "not stated". */
export interface AuditAbout {
  readonly files: readonly {
    readonly role: 'training' | 'synthetic' | 'holdout';
    readonly file: string;
    /** SHA-256 of the file. */
    readonly hash: string;
    readonly rows: number;
  }[];
  readonly sensitive: readonly string[];
  /** Whose privacy a row is: a person, a household, a visit. */
  readonly unit?: string;
  /** Who receives the rows, and what they may know. */
  readonly release?: string;
  /** The generator, its version, settings and seed, and what was done before and after it. */
  readonly madeBy?: string;
  /** The guarantee that is claimed for the generator, if there is one. */
  readonly dp?: DpClaim;
  readonly seed: string;
  /** The command that makes the audit again. */
  readonly command: string;
}

/** One section, as the report package takes it. */
export interface AuditSection {
  readonly title: string;
  readonly text?: readonly string[];
  readonly tables?: readonly AuditTable[];
  readonly charts?: readonly Chart[];
  readonly findings?: readonly Finding[];
  readonly measurements?: readonly Measurement[];
}

/** The SHA-256 of the training file, where it is said. */
export function trainingHash({ files }: Pick<AuditAbout, 'files'>): string | undefined {
  return files.find(({ role }) => role === 'training')?.hash;
}

const NOT_STATED = 'Not stated.';

/**
 * The audit as a document of thirteen sections, in the order of what ISO/IEC 27559, WP216, NIST SP 800-226 and the ICO ask for.
 * It holds counts, rates and names of columns and of subgroups of 20 real rows or more; no cell of a single training row.
 */
export function auditSections(audit: PrivacyAudit, about: AuditAbout): readonly AuditSection[] {
  return [
    scope(audit, about),
    {
      title: '2. Release and attacker',
      text: [
        about.release ?? `${NOT_STATED} State who receives the rows and what they may know (--release).`,
        'The attacks below are those of somebody who has the synthetic rows alone, knows the other columns of a person, and holds no model. Whoever can query or open the model can do more.',
      ],
    },
    {
      title: '3. How the rows were made',
      text: [about.madeBy ?? `${NOT_STATED} State generator, version, settings and seed (--made-by).`],
    },
    separation(audit),
    ...attackSections(audit),
    worstCase(audit),
    power(audit),
    dpSection(about.dp, audit.rows.real, trainingHash(about)),
    {
      title: '10. Utility beside privacy',
      text: [
        'Not measured here. Rows that mimic more closely are of more use and carry more risk: run verisim lift with the same three files and read both together.',
      ],
    },
    notTested(audit),
    {
      title: '12. No legal conclusion',
      text: [
        'This audit measures; it does not decide whether the rows are anonymous. The controller decides, case by case and with documentation (EDPB Opinion 28/2024; WP216), and looks again when more is released or a new attack is known.',
      ],
    },
    {
      title: '13. How to make it again',
      text: [
        about.command,
        `Seed ${about.seed}. Versions and the hashes of the files and of this document stand under Provenance. The document's own hash (documentHash) is the SHA-256 of its JSON with sorted keys and no spaces, without that entry; sign it with your own key.`,
      ],
    },
  ];
}

function scope({ columns }: PrivacyAudit, { files, unit, sensitive }: AuditAbout): AuditSection {
  return {
    title: '1. Scope',
    text: [
      unit === undefined
        ? 'Unit of privacy: not stated. Every figure counts rows; a person with several rows is exposed more than any figure here says (--unit).'
        : `Unit of privacy: ${unit}. Every figure counts rows; a person with several rows is exposed more than any figure here says.`,
      `Columns compared: ${columns.map((name) => `"${name}"`).join(', ')}. Id and ignored columns are not.`,
      sensitive.length > 0
        ? `Sensitive columns: ${sensitive.map((name) => `"${name}"`).join(', ')}.`
        : 'No column was named sensitive (--sensitive): of the columns with categories the first eight are taken for secrets.',
    ],
    tables: [
      {
        caption: 'Files',
        columns: ['Role', 'File', 'Rows', 'SHA-256'],
        rows: files.map(({ role, file, rows, hash }) => [role, file, rows, hash]),
      },
    ],
  };
}

/** Above this part of holdout rows that equal a training row, people may stand on both sides. */
const MANY_SHARED = 0.1;

function separation({ rows, copies }: PrivacyAudit): AuditSection {
  const title = '4. Training and control rows';
  if (rows.holdout === null)
    return { title, text: ['There is no holdout, so no attack has a control and closeness has no yardstick.'] };
  const shared = rateOf(copies.exact.fresh);
  const text = `${thousands(rows.real)} training rows, ${thousands(rows.holdout)} holdout rows. ${percent(shared)} of holdout rows equal a training row. Rows of one person on both sides cannot be seen from here.`;
  const message = `${percent(shared)} of holdout rows equal a training row: if these are the same people, every control is too high and leaks stay hidden. Split by person, and drop repeated rows.`;
  const findings: Finding[] = shared > MANY_SHARED ? [{ rule: 'holdout-shares-rows', level: 'warning', message }] : [];
  return { title, text: [text], findings };
}

/** Which findings and measurements stand in the section of the worst case, and which in that of membership. */
const WORST = /^(exposed-|exposure-|few-rows)/;
const NEARNESS = /^(dcr|nndr|membership|sizes-differ|no-distance)/;

function attackSections({ attacks, copies, evaluation, rows, overlaps }: PrivacyAudit): readonly AuditSection[] {
  const { findings, measurements, charts } = evaluation;
  const membership = attacks.some((one) => one.membership !== undefined);
  const unknown = (section: string) =>
    `Unknown, not safe: ${section} needs a holdout of 20 rows or more, and columns that can be measured.`;
  return [
    {
      title: '5. Singling out, linkability, inference',
      text: rows.holdout === null ? [unknown('every attack')] : [],
      findings: findings.filter(({ rule }) => !WORST.test(rule) && !NEARNESS.test(rule)),
      tables: [
        copyTable(copies),
        ...(rows.holdout === null ? [] : [attackTable(attacks)]),
        ...(overlaps.length > 0 ? [overlapTable(overlaps)] : []),
      ],
      charts: charts.filter(({ name }) => name === 'privacy-copies'),
    },
    {
      title: '6. Membership inference',
      text: membership
        ? [
            'Four attacks; what counts is the greatest. Rates at few false positives come first: an attack that is sure of few people is worse than one that is a little right about all.',
          ]
        : [unknown('membership inference')],
      findings: findings.filter(({ rule }) => NEARNESS.test(rule)),
      tables: membership ? [membershipTable(attacks)] : [],
      measurements: measurements.filter(({ metric }) => NEARNESS.test(metric)),
      charts: charts.filter(({ name }) => name !== 'privacy-copies'),
    },
  ];
}

function worstCase({ evaluation, rows }: PrivacyAudit): AuditSection {
  const known = rows.holdout !== null;
  return {
    title: '7. Worst case',
    text: [
      known
        ? 'The training rows that lie nearer to a synthetic row than their surroundings explain, and the subgroup (20 real rows or more on each side) that is told apart best. Which rows these are stays inside the house.'
        : 'Unknown, not safe: without a holdout nobody can say how exposed a row would be that nothing was fitted to.',
    ],
    findings: evaluation.findings.filter(({ rule }) => WORST.test(rule)),
    measurements: evaluation.measurements.filter(({ metric }) => WORST.test(metric)),
  };
}

function power({ power }: PrivacyAudit): AuditSection {
  const title = '8. What this audit would have caught';
  if (power === null) return { title, text: ['Unknown: no leak was planted (--no-power).'] };
  return { title, text: powerText(power), tables: [powerTable(power)] };
}

/** What planting says, as sentences. */
export function powerText({ among, smallest, before, falseAlarms }: Power): readonly string[] {
  const caught =
    smallest === null
      ? 'Not even 20 % of planted copies were seen by a figure that sees nothing without them.'
      : `The smallest planted leak that was caught: ${percent(smallest)} of the rows.`;
  const where =
    among === 'synthetic'
      ? 'They were planted among the synthetic rows.'
      : 'The synthetic rows leak already, so they were planted into half of the holdout, with the other half as control.';
  return [
    `${caught} ${where} Planted rows are verbatim; a leak that is disguised may be larger before it is seen.`,
    ...(before.length > 0
      ? [`Figures that saw a leak before anything was planted do not count: ${before.join(', ')}.`]
      : []),
    falseAlarms === null
      ? 'Rows that nothing was fitted to were not looked at: that needs a holdout of 40 rows or more.'
      : `Half of the holdout, looked at as if it were synthetic, raises ${falseAlarms.length === 0 ? 'no alarm, as it should' : `these alarms: ${falseAlarms.join(', ')}`}.`,
  ];
}

function notTested({ attacks, rows }: PrivacyAudit): AuditSection {
  const failed = attacks.filter(({ decision }) => decision === 'unknown').map(attackName);
  return {
    title: '11. What was not tested',
    text: [
      failed.length > 0
        ? `Attacks that were not surely better than guessing say nothing: unknown, never safe. These are ${failed.join(', ')}.`
        : rows.holdout === null
          ? 'Every attack: there is no holdout.'
          : 'No attack failed.',
      'Attacks on the model itself; attackers with other files about the same people; several releases together; copies that were rewritten beyond the tolerance; what free text says in other words than the training texts.',
    ],
  };
}
