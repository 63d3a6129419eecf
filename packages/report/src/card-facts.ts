import type { ColumnKind, ColumnRole } from '@verisim/core';
import type { CardLicense } from './card-license.ts';
import type { Report } from './report.ts';

/** A column of the rows, without a single cell of it. */
export interface CardColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  readonly nullable: boolean;
  /** `datetime`: the zone of its instants; absent for times without one. */
  readonly zone?: string;
}

/** A file of the data set, as it lies beside the card. */
export interface CardFile {
  readonly name: string;
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Rows of one origin, counted in the lineage. */
export interface CardSource {
  readonly origin: 'real' | 'synthetic';
  /** `trees 0.1.0`; `null` when nobody wrote it down. */
  readonly generator: string | null;
  readonly run: string | null;
  /** Generations away from real data; 0 = real. */
  readonly depth: number;
  readonly rows: number;
}

/** A report that says something of these rows, and where it is kept. */
export interface CardEvidence {
  readonly kind: 'utility' | 'privacy';
  readonly report: Report;
  /** The run's place, or the file's name. */
  readonly kept: string;
  /** SHA-256 of the report's JSON. */
  readonly sha256: string;
  /** What the run concluded in a word, when it is not among the report's verdicts. */
  readonly outcome?: string;
}

/** Synthetic rows among all rows of the gap, as the sweep chose it. */
export interface CardRatio {
  readonly ratio: number;
  /** Real and synthetic training rows that were used together, all rows of the training set. */
  readonly real: number;
  readonly synthetic: number;
}

/** A signature of the ledger. */
export interface CardSignature {
  readonly subject: string;
  readonly name: string;
  readonly role: string;
  /** ISO date. */
  readonly date: string;
}

/** When the rows are to be made again. */
export interface CardRenewal {
  /** The smallest drift that matters, as a difference of probability: `verisim monitor --effect`. */
  readonly effect: number;
  /** ISO date after which they are not to be used; `null` when none was set. */
  readonly expires: string | null;
  /** What new rows are compared with: `verisim monitor --against`. */
  readonly against: string | null;
}

/** Everything that a data set card and its Croissant description say. Nothing in it is a cell. */
export interface CardFacts {
  readonly name: string;
  /** What the data set is for, in a sentence or two; one is made when it is left out. */
  readonly about?: string;
  readonly license: CardLicense;
  readonly creators: readonly string[];
  /** Address of its page, absolute or relative to the card. */
  readonly url: string;
  /** ISO date. */
  readonly published: string;
  /** MAJOR.MINOR.PATCH. */
  readonly version: string;
  /** Core's `datasetVersion` of the rows, and of what they were made from. */
  readonly dataset: string;
  readonly parents: readonly string[];
  readonly rows: number;
  readonly columns: readonly CardColumn[];
  readonly data: CardFile;
  readonly lineage: CardFile;
  readonly sources: readonly CardSource[];
  /** `null` when no ratio was swept. */
  readonly ratio: CardRatio | null;
  readonly evidence: readonly CardEvidence[];
  readonly signatures: readonly CardSignature[];
  readonly renewal: CardRenewal;
}

/** The column to predict, if there is one. */
export function targetOf({ columns }: Pick<CardFacts, 'columns'>): CardColumn | null {
  return columns.find(({ role }) => role === 'target') ?? null;
}

/** What the data set is, in a sentence. */
export function aboutOf(facts: CardFacts): string {
  if (facts.about !== undefined) return facts.about;
  const { columns, rows, sources } = facts;
  const origins = new Set(sources.map(({ origin }) => origin));
  const kind = origins.size > 1 ? 'synthetic and real' : origins.has('real') ? 'real' : 'synthetic';
  const target = targetOf(facts);
  const task = target === null ? '' : `, to predict "${target.name}"`;
  return `${rows.toLocaleString('en-US')} ${kind} rows of ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}${task}.`;
}

/** The generators that made rows, each once. */
export function generatorsOf({ sources }: Pick<CardFacts, 'sources'>): readonly string[] {
  return [...new Set(sources.flatMap(({ generator }) => generator ?? []))];
}
