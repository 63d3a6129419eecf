import type { Chart, Finding, Json, LiftVerdict, Measurement } from '@verisim/core';

/** A small table to be read. */
export interface ReportTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** One part of a report. */
export interface ReportSection {
  readonly title: string;
  /** Paragraphs of plain text. */
  readonly text?: readonly string[];
  readonly tables?: readonly ReportTable[];
  readonly charts?: readonly Chart[];
  readonly findings?: readonly Finding[];
  readonly measurements?: readonly Measurement[];
}

/** One opening of the holdout, as the ledger has it. */
export interface ReportOpening {
  /** What it was opened for. */
  readonly reason: string;
  /** The run that opened it. */
  readonly run?: string;
  /** ISO 8601, UTC. Leave it out where equal runs must give equal bytes. */
  readonly time?: string;
}

/** What happened, as JSON: rendered by the report package, kept with the run. */
export interface Report {
  readonly title: string;
  /** The gap or question in one sentence. */
  readonly question: string;
  /** What a model must reach to be of use, in one sentence; left out when none was stated. */
  readonly requirement?: string;
  /** What was found, in one sentence, where it is no lift that was judged. */
  readonly conclusion?: string;
  readonly verdicts: readonly { readonly title: string; readonly verdict: LiftVerdict }[];
  readonly sections: readonly ReportSection[];
  /** Every opening of the holdout so far, oldest first; left out when there is no holdout. */
  readonly openings?: readonly ReportOpening[];
  /** What a reader could take for tested and was not, one sentence each. */
  readonly notTested?: readonly string[];
  /** Versions, seeds, hashes: what is needed to make it again. */
  readonly provenance: { readonly [key: string]: Json };
}
