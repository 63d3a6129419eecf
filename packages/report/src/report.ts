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

/** What happened, as JSON: rendered by the report package, kept with the run. */
export interface Report {
  readonly title: string;
  /** The gap or question in one sentence. */
  readonly question: string;
  readonly verdicts: readonly { readonly title: string; readonly verdict: LiftVerdict }[];
  readonly sections: readonly ReportSection[];
  /** Versions, seeds, hashes: what is needed to make it again. */
  readonly provenance: { readonly [key: string]: Json };
}
