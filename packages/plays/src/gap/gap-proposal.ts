import type { Condition } from '@verisim/core';
import type { MetricName } from '@verisim/evaluator-utility';

/** Why rows may be too few; `perhaps-impossible` is a question to someone who knows the data, no gap. */
export type GapKind =
  | 'failing-slice'
  | 'rare-class'
  | 'rare-intersection'
  | 'thin-tail'
  | 'missing-combination'
  | 'perhaps-impossible';

/** A figure of the rows in a gap with its 95 % interval, beside that of the other rows. */
export interface GapFigure {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The same figure of the rows that it is held against; `null` when there are none. */
  readonly elsewhere: number | null;
}

/** How many more rows there would have to be, and by what account. */
export interface GapBalance {
  readonly rows: number;
  readonly to: string;
}

/** A gap that a plan could be about. */
export interface GapProposal {
  readonly kind: GapKind;
  /** One sentence: the rows, then why they are too few. */
  readonly sentence: string;
  readonly where: readonly Condition[];
  /** The same for `--where`; `parseWhere` reads it back. */
  readonly whereText: string;
  /** Real rows that there are, and their share of all. */
  readonly rows: number;
  readonly share: number;
  readonly balance: readonly GapBalance[];
  readonly evidence: readonly GapFigure[];
  readonly metric: MetricName;
  /** p of the model being no worse there, Holm-adjusted over what was tried of this kind; `null` when it could not be judged. */
  readonly pAdjusted: number | null;
  /** Whether the model is worse there beyond chance. */
  readonly worse: boolean;
  /** The call that would try to fill it; empty for a question. */
  readonly command: string;
}

/** What each kind of gap is found as, before words are made of it. */
export type FoundGap = Pick<GapProposal, 'kind' | 'where' | 'rows' | 'balance' | 'evidence' | 'pAdjusted' | 'worse'> & {
  /** What follows "N rows with ...: ". */
  readonly why: string;
  /** Orders gaps of one kind, largest first. */
  readonly harm: number;
};
