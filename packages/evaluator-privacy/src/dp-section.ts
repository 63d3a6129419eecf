import type { Finding } from '@verisim/core';
import type { AuditSection } from './audit-sections.ts';
import type { AuditTable } from './audit-tables.ts';
import type { DpAudit } from './dp-audit.ts';
import type { DpClaim } from './dp-claim.ts';

const TITLE = '9. Differential privacy';
/** Above this epsilon a guarantee says little (NIST SP 800-226, 2.4). */
const WEAK = 10;
/** A delta of one in so many rows or more would allow a mechanism that publishes a few rows as they are. */
const DELTA_ROWS = 10;

/** Section 9 of the audit: what is claimed, what was spent on it, what lies outside, and what an attack showed. `training` is the SHA-256 of the training file. */
export function dpSection(dp: DpClaim | undefined, rows: number, training?: string): AuditSection {
  if (dp === undefined)
    return {
      title: TITLE,
      text: ['No guarantee is claimed for these rows. Nothing in this audit stands in for one.'],
    };
  const { epsilon, delta, unit, neighbours, mechanism, noise, library, rho } = dp;
  return {
    title: TITLE,
    text: [
      `Claimed: (${epsilon}, ${delta})-differential privacy for each ${unit}; neighbours: ${neighbours}. The claim is that of whoever made the rows; this audit cannot prove it.`,
      `Mechanism: ${mechanism}${library === undefined ? '' : ` (${library})`}. Noise: ${noise ?? 'source not stated'}.`,
      compositionText(dp, rho),
      'Outside the guarantee: names and kinds of columns, declared bounds and levels, options and how they were tuned, the number of rows asked for where it is that of the data, filters and constraints that looked at the data after the mechanism, other releases from the same rows, a holdout that was locked from them, and how long fitting took. Whoever stands in several rows is protected several times less.',
      auditText(dp.audit),
    ],
    tables: dp.ledger.length > 0 ? [ledgerTable(dp)] : [],
    findings: dpFindings(dp, rows, training),
  };
}

function compositionText({ ledger, alsoSpent }: DpClaim, rho: number | undefined): string {
  const spent = ledger.reduce((sum, entry) => sum + entry.rho, 0);
  const budget = rho === undefined ? '' : `, out of a budget of rho ${rho.toPrecision(6)}`;
  const within =
    ledger.length === 0
      ? `Composition within the release: no ledger is given, so what was spent on which look at the data cannot be added up${budget}.`
      : `Composition within the release: ${ledger.length} looks at the data, rho ${spent.toPrecision(6)} in all${budget}.`;
  const across =
    alsoSpent === undefined || alsoSpent.length === 0
      ? 'Other releases and tuning on the same rows: none stated.'
      : `Also spent on the same rows: ${alsoSpent.join('; ')}.`;
  return `${within} ${across}`;
}

function auditText(audit: DpAudit | undefined): string {
  if (audit === undefined) return 'Empirical lower bound: unknown, the mechanism was not attacked.';
  const { epsilonLower, rhoLower, trials, confidence } = audit;
  return `Empirical lower bound: epsilon is at least ${epsilonLower.toFixed(2)} and rho at least ${rhoLower.toPrecision(2)}, by a canary attack with ${trials} runs on each side (confidence ${confidence}). A bound below the claim does not confirm it.`;
}

function ledgerTable({ ledger }: DpClaim): AuditTable {
  return {
    caption: 'Every look at the data',
    columns: ['Query', 'Mechanism', 'Sensitivity', 'Noise deviation or choice epsilon', 'rho'],
    rows: ledger.map(({ query, mechanism, sensitivity, parameter, rho }) => [
      query,
      mechanism,
      sensitivity,
      parameter.toPrecision(6),
      rho.toPrecision(6),
    ]),
  };
}

/** What is wrong with a claim, as far as its own words, the number of rows and the training file's SHA-256 show. */
export function dpFindings(
  { epsilon, delta, rho, ledger, audit, source }: DpClaim,
  rows: number,
  training?: string,
): readonly Finding[] {
  const found: Finding[] = [];
  const spent = ledger.reduce((sum, entry) => sum + entry.rho, 0);
  if (audit?.refuted)
    found.push({
      rule: 'dp-claim-refuted',
      level: 'error',
      message: `The claim does not hold: epsilon is at least ${audit.epsilonLower.toFixed(2)} where ${epsilon} is claimed, rho at least ${audit.rhoLower.toPrecision(3)}${rho === undefined ? '' : ` where ${rho.toPrecision(3)} is`}. Do not release these rows as private.`,
    });
  if (rho !== undefined && spent > rho * (1 + 1e-9))
    found.push({
      rule: 'dp-budget-overspent',
      level: 'error',
      message: `The ledger adds up to rho ${spent.toPrecision(6)}, more than the budget of ${rho.toPrecision(6)}.`,
    });
  if (source !== undefined && training !== undefined && source.hash !== training)
    found.push({
      rule: 'dp-claim-elsewhere',
      level: 'error',
      message: `The claim is about ${source.file} (${source.hash.slice(0, 12)}), and the training rows of this audit are another file: it says nothing of them.`,
    });
  if (epsilon > WEAK)
    found.push({
      rule: 'dp-epsilon-large',
      level: 'warning',
      message: `An epsilon of ${epsilon} allows a factor of exp(${epsilon}): as a guarantee it says little.`,
    });
  if (delta * rows * DELTA_ROWS >= 1)
    found.push({
      rule: 'dp-delta-large',
      level: 'warning',
      message: `A delta of ${delta} is not small against one in ${rows} rows: it would allow whole rows to be given away now and then.`,
    });
  return found;
}
