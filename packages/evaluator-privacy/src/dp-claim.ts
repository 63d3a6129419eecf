import type { DpAudit } from './dp-audit.ts';

/** One look at the data that a claim of differential privacy paid for. */
export interface DpSpend {
  readonly query: string;
  readonly mechanism: string;
  readonly sensitivity: number;
  /** Standard deviation of the noise, or epsilon of a choice. */
  readonly parameter: number;
  readonly rho: number;
}

/** What is claimed of the mechanism that made the rows: as `dp-marginals` notes it under `differential-privacy`, and more if known. */
export interface DpClaim {
  readonly epsilon: number;
  readonly delta: number;
  /** What zero-concentrated budget was spent, where the claim was accounted for in it. */
  readonly rho?: number;
  /** Whose row or rows are protected. */
  readonly unit: string;
  readonly neighbours: string;
  readonly mechanism: string;
  readonly noise?: string;
  /** The library and its version. */
  readonly library?: string;
  readonly ledger: readonly DpSpend[];
  /** Releases from the same data whose epsilons add to this one, and tuning that looked at the data. */
  readonly alsoSpent?: readonly string[];
  /** What an attack on the mechanism itself showed. */
  readonly audit?: DpAudit;
  /** The file whose rows the claim is about, with its SHA-256. */
  readonly source?: { readonly file: string; readonly hash: string };
}
