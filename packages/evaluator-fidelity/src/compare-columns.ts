import { type ColumnSpec, columnKinds, type Finding, type Table } from '@verisim/core';
import { noRows, nothingInCommon } from './errors.ts';
import { type ColumnPair, prepareColumn } from './prepare-column.ts';

/** The columns that two tables have in common, and what is to be said of the others. */
export interface ComparedColumns {
  readonly pairs: readonly ColumnPair[];
  readonly findings: readonly Finding[];
}

/**
 * Pairs the columns of two tables by name. Text and id columns and columns of the role `ignore` are not compared (`texts` are measured elsewhere); a column
 * that the synthetic table lacks or stores otherwise is an error finding. Throws `evaluator-fidelity/no-rows` and
 * `evaluator-fidelity/nothing-in-common`.
 */
export function compareColumns(
  real: Table,
  synthetic: Table,
  bins: number,
  texts: readonly string[] = [],
): ComparedColumns {
  if (real.rows === 0) throw noRows('real');
  if (synthetic.rows === 0) throw noRows('synthetic');
  const places = new Map(synthetic.spec.columns.map((spec, at) => [spec.name, at]));
  const pairs: ColumnPair[] = [];
  const findings: Finding[] = [];
  const passedOver: string[] = [];
  real.spec.columns.forEach((spec, i) => {
    const at = places.get(spec.name);
    if (!isCompared(spec)) passedOver.push(spec.name);
    else if (at === undefined) findings.push(lacking(spec.name));
    else if (real.columns[i].storage !== synthetic.columns[at].storage) {
      findings.push(kindDiffers('error', spec, synthetic.spec.columns[at]));
    } else {
      if (spec.kind !== synthetic.spec.columns[at].kind)
        findings.push(kindDiffers('info', spec, synthetic.spec.columns[at]));
      pairs.push(prepareColumn(spec, real.columns[i], synthetic.columns[at], bins));
    }
  });
  if (pairs.length === 0) throw nothingInCommon(namesOf(real), namesOf(synthetic));
  const left = passedOver.filter((name) => !texts.includes(name));
  return { pairs, findings: [...findings, ...asides(left, real, synthetic)] };
}

/** Whether two tables with rows have none but text columns to compare. */
export function textAlone(real: Table, synthetic: Table): boolean {
  if (real.rows === 0 || synthetic.rows === 0) return false;
  const places = new Map(synthetic.spec.columns.map((spec, at) => [spec.name, at]));
  return !real.spec.columns.some((spec, i) => {
    const at = places.get(spec.name);
    return isCompared(spec) && at !== undefined && synthetic.columns[at].storage === real.columns[i].storage;
  });
}

/** How many different names the columns have that could be compared, of both tables together. */
export function comparedNames(real: Table, synthetic: Table): number {
  const specs = [...real.spec.columns, ...synthetic.spec.columns].filter(isCompared);
  return new Set(specs.map((spec) => spec.name)).size;
}

function isCompared(spec: ColumnSpec): boolean {
  return columnKinds[spec.kind].storage !== 'text' && spec.role !== 'ignore';
}

function namesOf(table: Table): string[] {
  return table.spec.columns.map((spec) => spec.name);
}

function lacking(column: string): Finding {
  return {
    rule: 'column-lacking',
    level: 'error',
    message: `The synthetic table has no column "${column}"; it is left out of all scores.`,
  };
}

function kindDiffers(level: 'info' | 'error', real: ColumnSpec, synthetic: ColumnSpec): Finding {
  const outcome = level === 'error' ? 'it cannot be compared and is left out of all scores' : 'it is compared as it is';
  return {
    rule: 'kind-differs',
    level,
    message: `Column "${real.name}" is ${real.kind} in the real table and ${synthetic.kind} in the synthetic one; ${outcome}.`,
  };
}

function asides(passedOver: readonly string[], real: Table, synthetic: Table): Finding[] {
  const known = new Set(namesOf(real));
  const extra = namesOf(synthetic).filter((name) => !known.has(name));
  const info = (rule: string, message: string): Finding => ({ rule, level: 'info', message });
  return [
    ...(passedOver.length > 0
      ? [
          info(
            'not-compared',
            `Not compared, because they hold ids, texts on one side alone, or are ignored: ${quoted(passedOver)}.`,
          ),
        ]
      : []),
    ...(extra.length > 0
      ? [info('column-extra', `Only the synthetic table has ${quoted(extra)}; left out of all scores.`)]
      : []),
  ];
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `"${name}"`);
  return shown.join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '');
}
