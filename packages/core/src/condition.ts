import { type ColumnSpec, columnKinds } from './column.ts';
import { badCondition, contradiction, unknownLevel } from './errors.ts';
import { columnIndex, type Table, type TableSpec } from './table.ts';

/** A value that a condition can name. Instants are written as ISO 8601. */
export type ConditionValue = string | number | boolean;

/**
 * One condition on one column; a list of them is a conjunction. `in` with one value is equality; `from` / `to` bound ordered
 * columns (inclusive unless `open`); `missing: true` asks for missing cells, `missing: false` for present ones.
 */
export type Condition =
  | { readonly column: string; readonly in: readonly ConditionValue[] }
  | {
      readonly column: string;
      readonly from?: ConditionValue;
      readonly to?: ConditionValue;
      readonly open?: 'from' | 'to' | 'both';
    }
  | { readonly column: string; readonly missing: boolean };

/** All conditions on one column, resolved against a schema and ready to test cells. */
export interface ColumnTest {
  readonly column: number;
  readonly spec: ColumnSpec;
  /** Whether a missing cell passes, and whether a present one can. */
  readonly missing: boolean;
  readonly present: boolean;
  /** Coded columns: 1 per allowed code of `spec.levels`. */
  readonly codes: Uint8Array | null;
  /** Numeric columns: the allowed interval, and the allowed values if they are listed. */
  readonly interval: {
    readonly low: number;
    readonly high: number;
    readonly lowOpen: boolean;
    readonly highOpen: boolean;
  } | null;
  readonly values: readonly number[] | null;
  /** Text columns: the allowed texts. */
  readonly texts: ReadonlySet<string> | null;
}

type Draft = { -readonly [K in keyof ColumnTest]: ColumnTest[K] };

/**
 * Conditions against a schema, one test per column. Throws `core/unknown-column`, `core/unknown-level`,
 * `core/bad-condition`, and `core/contradiction` when no cell can pass.
 */
export function resolveConditions(spec: TableSpec, conditions: readonly Condition[]): readonly ColumnTest[] {
  const drafts = new Map<number, Draft>();
  for (const condition of conditions) {
    const column = columnIndex(spec, condition.column);
    const draft = drafts.get(column) ?? openTest(column, spec.columns[column]);
    drafts.set(column, draft);
    if ('missing' in condition) restrictMissing(draft, condition.missing);
    else if ('in' in condition) restrictTo(draft, condition.in);
    else restrictRange(draft, condition);
    refuseEmpty(draft);
  }
  return [...drafts.values()];
}

function openTest(column: number, spec: ColumnSpec): Draft {
  const { storage } = columnKinds[spec.kind];
  return {
    column,
    spec,
    missing: true,
    present: true,
    codes: storage === 'coded' ? new Uint8Array(spec.levels?.length ?? 0).fill(1) : null,
    interval: storage === 'numeric' ? { low: -Infinity, high: Infinity, lowOpen: false, highOpen: false } : null,
    values: null,
    texts: null,
  };
}

function restrictMissing(test: Draft, missing: boolean): void {
  if (missing && !test.spec.nullable) throw contradiction(test.spec.name, 'the column has no missing values');
  if (missing) test.present = false;
  else test.missing = false;
}

function restrictTo(test: Draft, wanted: readonly ConditionValue[]): void {
  if (wanted.length === 0)
    throw badCondition(`The condition on "${test.spec.name}" lists no value.`, 'List at least one.');
  test.missing = false;
  if (test.codes) {
    const levels = test.spec.levels ?? [];
    const allowed = new Uint8Array(levels.length);
    for (const value of wanted) {
      const code = levels.indexOf(String(value));
      if (code < 0) throw unknownLevel(test.spec.name, String(value), levels);
      allowed[code] = test.codes[code];
    }
    test.codes = allowed;
  } else if (test.interval) {
    const numbers = wanted.map((value) => toNumber(test.spec, value));
    test.values = test.values ? test.values.filter((value) => numbers.includes(value)) : numbers;
  } else {
    const texts = wanted.map(String);
    const before = test.texts;
    test.texts = new Set(before ? texts.filter((text) => before.has(text)) : texts);
  }
}

function restrictRange(test: Draft, range: Extract<Condition, { from?: ConditionValue }>): void {
  if (!test.interval) {
    throw badCondition(
      `Column "${test.spec.name}" is ${test.spec.kind} and has no order, so it cannot be compared with < or >.`,
      'Use = or in (...).',
    );
  }
  test.missing = false;
  let { low, high, lowOpen, highOpen } = test.interval;
  if (range.from !== undefined) {
    const from = toNumber(test.spec, range.from);
    const open = range.open === 'from' || range.open === 'both';
    if (from > low || (from === low && open)) [low, lowOpen] = [from, open];
  }
  if (range.to !== undefined) {
    const to = toNumber(test.spec, range.to);
    const open = range.open === 'to' || range.open === 'both';
    if (to < high || (to === high && open)) [high, highOpen] = [to, open];
  }
  test.interval = { low, high, lowOpen, highOpen };
}

function refuseEmpty(test: Draft): void {
  const { name, kind } = test.spec;
  if (!test.missing && !test.present) throw contradiction(name, 'missing and not missing at once');
  if (test.missing) return;
  if (test.codes && !test.codes.includes(1)) throw contradiction(name, 'no level is left');
  if (test.texts && test.texts.size === 0) throw contradiction(name, 'no value is left');
  if (!test.interval) return;
  const { low, high, lowOpen, highOpen } = test.interval;
  if (low > high || (low === high && (lowOpen || highOpen))) {
    throw contradiction(name, `from ${showValue(test.spec, low)} to ${showValue(test.spec, high)} is empty`);
  }
  const { whole } = columnKinds[kind];
  const possible = (value: number) => inInterval(test.interval!, value) && (!whole || Number.isInteger(value));
  if (test.values && !test.values.some(possible)) throw contradiction(name, 'no value is left');
  if (whole && Number.isFinite(low) && Number.isFinite(high)) {
    const first = Number.isInteger(low) && lowOpen ? low + 1 : Math.ceil(low);
    const last = Number.isInteger(high) && highOpen ? high - 1 : Math.floor(high);
    if (first > last) throw contradiction(name, 'no whole number lies in that range');
  }
}

function toNumber(spec: ColumnSpec, value: ConditionValue): number {
  const number = spec.kind === 'datetime' ? parseInstant(String(value)) : Number(value);
  if (Number.isFinite(number) && !(typeof value === 'string' && value.trim() === '') && typeof value !== 'boolean')
    return number;
  throw badCondition(
    `Column "${spec.name}" is ${spec.kind}; "${value}" is not.`,
    spec.kind === 'datetime' ? 'Write dates as 2024-12-31 or 2024-12-31T23:59:00Z.' : 'Write a number.',
  );
}

/** Milliseconds of an ISO 8601 date or instant, `NaN` when it is neither. Without a zone it is read as UTC. */
export function parseInstant(text: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    text.trim(),
  );
  if (!match) return Number.NaN;
  const [, day, time = '00:00', seconds = ':00', zone = 'Z'] = match;
  const midnight = Date.parse(`${day}T00:00Z`);
  // Engines take 31 February for 2 March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return Number.NaN;
  return Date.parse(`${day}T${time}${seconds}${zone}`);
}

function showValue(spec: ColumnSpec, value: number): string {
  return spec.kind === 'datetime' && Number.isFinite(value) ? new Date(value).toISOString() : String(value);
}

function inInterval(interval: NonNullable<ColumnTest['interval']>, value: number): boolean {
  return (
    (interval.lowOpen ? value > interval.low : value >= interval.low) &&
    (interval.highOpen ? value < interval.high : value <= interval.high)
  );
}

/** Whether a present number passes a numeric test. */
export function passesNumber(test: ColumnTest, value: number): boolean {
  return test.present && inInterval(test.interval!, value) && (test.values === null || test.values.includes(value));
}

/** Whether a row passes, for one test resolved against this table's own spec. */
export function rowTest(table: Table, test: ColumnTest): (row: number) => boolean {
  const column = table.columns[test.column];
  if (column.storage === 'coded') {
    const { codes } = column;
    const passes = [test.missing, ...Array.from(test.codes!, (allowed) => test.present && allowed === 1)];
    return (row) => passes[codes[row] + 1];
  }
  if (column.storage === 'numeric') {
    const { values } = column;
    return (row) => (Number.isNaN(values[row]) ? test.missing : passesNumber(test, values[row]));
  }
  return (row) => {
    const value = column.values[row];
    return value === null ? test.missing : test.present && (test.texts === null || test.texts.has(value));
  };
}

/** The rows that pass every test. The tests must have been resolved against this table's own spec. */
export function matchRows(table: Table, tests: readonly ColumnTest[]): Int32Array {
  const keep = new Uint8Array(table.rows).fill(1);
  for (const test of tests) {
    const passes = rowTest(table, test);
    for (let row = 0; row < table.rows; row++) if (!passes(row)) keep[row] = 0;
  }
  return rowsThat(table.rows, (row) => keep[row] === 1);
}

/** The rows among the first `rows` that pass a test, ascending. */
export function rowsThat(rows: number, test: (row: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let row = 0; row < rows; row++) if (test(row)) found.push(row);
  return Int32Array.from(found);
}

/** The rows of a table that meet all conditions. Throws as {@link resolveConditions} does. */
export function rowsWhere(table: Table, conditions: readonly Condition[]): Int32Array {
  return matchRows(table, resolveConditions(table.spec, conditions));
}
