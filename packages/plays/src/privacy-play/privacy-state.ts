import type { Decision, Fingerprints, Generator, Learner, Stoppable, Table, TrackedTable } from '@verisim/core';
import type { AuditAbout, DpClaim, PrivacyAudit } from '@verisim/evaluator-privacy';
import type { Report, ReportSection } from '@verisim/report';
import type { PrivacyPlan } from './privacy-plan.ts';

/** What a privacy play is given. The holdout comes in when everything is made, through the one opening. */
export interface PrivacyParts {
  readonly plan: PrivacyPlan;
  /** The training part. */
  readonly train: TrackedTable;
  readonly generator: Generator<unknown, 'data'>;
  readonly fingerprints?: Fingerprints;
  /** Boosted trees when left out. */
  readonly learner?: Learner;
  /** The run's id, for the lineage. */
  readonly run: string;
  readonly seed: string;
  /** What the document says of the files and how to make it again; hashes and command. */
  readonly about: Pick<AuditAbout, 'files' | 'command'>;
  openHoldout(): Promise<Table>;
  /** Writes the audit document: it is there before anything is trained on the rows. */
  keepAudit(report: Report): Promise<void>;
}

/** What a privacy play concludes: `use` = may be released as far as these attacks see. */
export interface PrivacyVerdict {
  readonly decision: Exclude<Decision, 'real data suffices'>;
  readonly reason: string;
}

/** What the stages of a privacy play hand on. */
export interface PrivacyState extends PrivacyParts, Stoppable {
  readonly sections: readonly ReportSection[];
  readonly synthetic?: TrackedTable;
  readonly madeBy?: string;
  /** What the generator claims of differential privacy. */
  readonly dp?: DpClaim;
  readonly holdout?: Table;
  readonly audit?: PrivacyAudit;
  readonly verdict?: PrivacyVerdict;
}
