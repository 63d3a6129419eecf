import type { Finding, Verdict } from '@verisim/core';
import { jsonFault } from './json-fault.ts';
import { KEBAB } from './plugin-checks.ts';

/** What is wrong with one thing about a verdict on a batch of so many rows, as a phrase, or `null`. */
type VerdictFault = (verdict: Verdict, rows: number) => string | null;

/** The list of what may be wrong with findings of a validator or an evaluator. */
export function findingFault({ rule, level, message }: Finding): string | null {
  if (typeof rule !== 'string' || !KEBAB.test(rule))
    return `gives a finding the rule "${rule}", which is not kebab-case`;
  if (!['info', 'warning', 'error'].includes(level)) return `gives the finding "${rule}" the unknown level "${level}"`;
  const said = typeof message === 'string' && message.trim() !== '' && !/[\r\n]/.test(message);
  return said ? null : `gives the finding "${rule}" a message that is not one line of text`;
}

/** `keep` has one flag for each row. */
export const keepFault: VerdictFault = ({ keep }, rows) => {
  if (!(keep instanceof Uint8Array)) return 'gives a `keep` that is no Uint8Array';
  if (keep.length !== rows) return `judges ${keep.length} of ${rows} rows`;
  const strange = keep.find((flag) => flag > 1);
  return strange === undefined ? null : `keeps a row by ${strange}, which is neither 0 nor 1`;
};

/** Findings have a rule, a level, a message, rows, and say whether they drop them. */
export const findingsFault: VerdictFault = ({ findings }) => {
  if (!Array.isArray(findings)) return 'gives no list of findings';
  for (const finding of findings) {
    const { rows, drops, ...rest } = finding;
    const fault = findingFault(finding) ?? jsonFault(rest, `the finding "${rest.rule}"`);
    if (fault !== null) return fault;
    if (!(rows instanceof Int32Array)) return `gives the finding "${rest.rule}" rows that are no Int32Array`;
    if (typeof drops !== 'boolean') return `does not say whether the finding "${rest.rule}" drops its rows`;
  }
  return null;
};

/** Findings name rows of the batch, each once, ascending. */
export const findingRowsFault: VerdictFault = ({ findings }, batchRows) => {
  for (const { rule, rows } of findings) {
    for (let i = 0; i < rows.length; i++) {
      if (!(rows[i] >= 0 && rows[i] < batchRows)) return `finds "${rule}" in row ${rows[i]} of ${batchRows} rows`;
      if (i > 0 && rows[i] <= rows[i - 1]) return `finds "${rule}" in row ${rows[i]} after row ${rows[i - 1]}`;
    }
  }
  return null;
};

/** A row is dropped when, and only when, a finding that drops names it. */
export const dropsFault: VerdictFault = ({ keep, findings }) => {
  const dropped = new Set<number>();
  for (const { drops, rows } of findings) if (drops) for (const row of rows) dropped.add(row);
  for (let row = 0; row < keep.length; row++) {
    if (keep[row] === 0 && !dropped.has(row)) return `drops row ${row} without a finding that says why`;
    if (keep[row] === 1 && dropped.has(row)) return `keeps row ${row}, which a finding drops`;
  }
  return null;
};

/** Tags have a name and one value for each row: numbers (`NaN` = none) or texts (`null` = none). */
export const tagsFault: VerdictFault = ({ tags = {} }, rows) => {
  if (typeof tags !== 'object' || tags === null) return 'gives tags that are no object';
  for (const [name, values] of Object.entries(tags)) {
    if (name === '') return 'gives a tag without a name';
    const numbers = values instanceof Float64Array;
    if (!numbers && !Array.isArray(values)) return `gives the tag "${name}" neither as a Float64Array nor as a list`;
    if (values.length !== rows) return `tags ${values.length} of ${rows} rows with "${name}"`;
    const cells: readonly unknown[] = Array.from(values);
    const strange = cells.find((value) => (numbers ? !isNumber(value) : value !== null && typeof value !== 'string'));
    if (strange !== undefined) return `tags a row with "${name}" ${String(strange)}`;
  }
  return null;
};

const isNumber = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) !== Number.POSITIVE_INFINITY;

const FORM: readonly VerdictFault[] = [keepFault, findingsFault, tagsFault];

/** What is wrong with the form of a verdict, as a phrase, or `null`. */
export function formFault(verdict: Verdict, rows: number): string | null {
  if (typeof verdict !== 'object' || verdict === null) return 'gives no verdict';
  return firstOf(FORM, verdict, rows);
}

/** What is wrong with a verdict, as a phrase, or `null`. */
export function verdictFault(verdict: Verdict, rows: number): string | null {
  return formFault(verdict, rows) ?? firstOf([findingRowsFault, dropsFault], verdict, rows);
}

function firstOf(faults: readonly VerdictFault[], verdict: Verdict, rows: number): string | null {
  for (const fault of faults) {
    const found = fault(verdict, rows);
    if (found !== null) return found;
  }
  return null;
}
