import { columnKinds, type Finding, type Table, takeColumns } from '@verisim/core';
import { listed, noRows, nothingInCommon } from './errors.ts';

/** The tables with the columns that all of them have, in the order of the real one. */
export interface ComparedTables {
  readonly names: readonly string[];
  readonly real: Table;
  readonly synthetic: Table;
  /** `null` when there is none, or none that can be used. */
  readonly holdout: Table | null;
  readonly findings: readonly Finding[];
}

/**
 * Takes the columns that can be compared: of equal storage, neither ids (a copied person with a new number is still a copy)
 * nor ignored. Throws `evaluator-privacy/no-rows` and `evaluator-privacy/nothing-in-common`.
 */
export function comparedTables(real: Table, synthetic: Table, holdout: Table | undefined): ComparedTables {
  if (real.rows === 0) throw noRows('real');
  if (synthetic.rows === 0) throw noRows('synthetic');
  const wanted = namesOf(real).filter((_, i) => {
    const spec = real.spec.columns[i];
    return !columnKinds[spec.kind].identifies && spec.role !== 'ignore';
  });
  const names = wanted.filter((name) => alike(real, synthetic, name));
  if (names.length === 0) throw nothingInCommon(namesOf(real), namesOf(synthetic));
  const lacking = wanted.filter((name) => !names.includes(name));
  const usable = holdout !== undefined && holdout.rows > 0 && names.every((name) => alike(real, holdout, name));
  return {
    names,
    real: takeColumns(real, names),
    synthetic: takeColumns(synthetic, names),
    holdout: usable ? takeColumns(holdout, names) : null,
    findings: [...lackingFinding(lacking), ...(usable ? [] : [noHoldout(holdout)])],
  };
}

function namesOf(table: Table): string[] {
  return table.spec.columns.map((spec) => spec.name);
}

function alike(real: Table, other: Table, name: string): boolean {
  const at = other.spec.columns.findIndex((spec) => spec.name === name);
  const i = real.spec.columns.findIndex((spec) => spec.name === name);
  return at >= 0 && other.columns[at].storage === real.columns[i].storage;
}

function lackingFinding(lacking: readonly string[]): Finding[] {
  if (lacking.length === 0) return [];
  const message = `Not compared, because the synthetic table lacks them or stores them otherwise: ${listed(lacking)}. Copies are looked for in the other columns alone.`;
  return [{ rule: 'column-lacking', level: 'warning', message }];
}

function noHoldout(holdout: Table | undefined): Finding {
  const why =
    holdout === undefined
      ? 'There is no holdout'
      : holdout.rows === 0
        ? 'The holdout has no rows'
        : 'The holdout lacks columns that are compared, or stores them otherwise';
  const message = `${why}, so closeness to training rows has no real yardstick: DCR share and exposure are unknown, not safe. Keep real rows back before generating and give them as the holdout.`;
  return { rule: 'no-holdout', level: 'warning', message };
}
