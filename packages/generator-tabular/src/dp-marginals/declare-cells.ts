import { type ColumnSpec, columnKinds, parseInstant, type Table, type TableSpec } from '@verisim/core';
import { domainMissing, domainUnfit } from '../errors.ts';
import type { CellColumn, CodedCells } from './cells.ts';
import { numericCells } from './numeric-cells.ts';
import type { ColumnDomain, DpMarginalsOptions } from './options.ts';

/** The level that stands for every level that was not declared. */
const OTHER = 'other';

/** Whether a column is modelled: text, identifiers and ignored columns are not. */
export const isModelled = ({ kind, role }: ColumnSpec): boolean =>
  columnKinds[kind].storage !== 'text' && role !== 'ignore';

/**
 * The cells of every modelled column, from the options and, where they say so, from the schema; no cell of the data is looked at. Throws
 * `generator-tabular/domain-missing` with a skeleton to fill in, and `generator-tabular/domain-unfit`.
 */
export function declareCells({ spec }: Pick<Table, 'spec'>, options: DpMarginalsOptions): readonly CellColumn[] {
  const stranger = Object.keys(options.domain).find((name) => !spec.columns.some((column) => column.name === name));
  if (stranger !== undefined) throw domainUnfit(stranger, 'is in the option domain and not in the table');
  const modelled = spec.columns.flatMap((column, i) => (isModelled(column) ? [{ column: i, spec: column }] : []));
  const domains = modelled.map(({ spec: column }) => domainOf(column, options));
  const unknown = modelled.filter((_, i) => domains[i] === null).map(({ spec: column }) => column);
  if (unknown.length > 0) throw domainMissing(unknown);
  return modelled.map((one, i) => ({ ...one, cells: cellsOf(one.spec, domains[i] as ColumnDomain, options.bins) }));
}

/** The schema of made rows: names, kinds, roles and ways of writing as they are, everything else from the cells. */
export function declaredSchema({ columns, constraints }: TableSpec, cells: readonly CellColumn[]): TableSpec {
  const declared = columns.map((spec, i): ColumnSpec => {
    const { name, kind, role, format, zone } = spec;
    const said = { name, kind, role, ...(format && { format }), ...(zone && { zone }) };
    const own = cells.find(({ column }) => column === i)?.cells;
    if (own === undefined)
      return {
        ...said,
        nullable: !columnKinds[kind].identifies,
        ...(columnKinds[kind].storage === 'coded' && { levels: [] }),
      };
    const nullable = own.missing >= 0;
    if (own.storage === 'coded') return { ...said, nullable, levels: own.levels };
    return { ...said, nullable, bounds: [own.low, own.high], ...(kind === 'number' && { decimals: own.decimals }) };
  });
  return { columns: declared, ...(constraints && { constraints }) };
}

/** What is declared of a column; `null` when nothing is. */
function domainOf(spec: ColumnSpec, { domain, declared }: DpMarginalsOptions): ColumnDomain | null {
  if (Object.hasOwn(domain, spec.name)) return domain[spec.name];
  if (!declared) return null;
  const { levels, bounds, decimals, nullable: missing } = spec;
  if (columnKinds[spec.kind].storage === 'coded') return levels ? { levels: [...levels], missing } : null;
  return bounds ? { bounds: [...bounds], decimals, missing } : null;
}

function cellsOf(spec: ColumnSpec, domain: ColumnDomain, bins: number): CellColumn['cells'] {
  if (columnKinds[spec.kind].storage === 'coded') {
    if (!('levels' in domain)) throw domainUnfit(spec.name, `is ${spec.kind} and takes levels, not bounds`);
    return codedCells(spec, domain.levels, domain.missing ?? true);
  }
  if (!('bounds' in domain)) throw domainUnfit(spec.name, `is ${spec.kind} and takes bounds, not levels`);
  const [low, high] = domain.bounds.map((bound) => numberOf(spec, bound));
  if (low > high) throw domainUnfit(spec.name, 'has a lower bound above its upper bound');
  return numericCells({
    kind: spec.kind,
    low,
    high,
    days: domain.bounds.every((bound) => typeof bound === 'string' && bound.trim().length === 10),
    spikes: (domain.spikes ?? []).map((spike) => numberOf(spec, spike)),
    bins: domain.bins ?? bins,
    decimals: domain.decimals,
    missing: domain.missing ?? true,
  });
}

function codedCells({ name, kind }: ColumnSpec, declared: readonly string[], mayMiss: boolean): CodedCells {
  if (new Set(declared).size < declared.length) throw domainUnfit(name, 'lists a level twice');
  // A truth value of a third kind would make no sense, so what is neither counts as missing.
  const adds = kind === 'category' && !declared.includes(OTHER);
  const levels = adds ? [...declared, OTHER] : [...declared];
  const missing = mayMiss || levels.length === 0 ? levels.length : -1;
  const size = levels.length + (missing >= 0 ? 1 : 0);
  const unknown = kind === 'category' ? levels.indexOf(OTHER) : Math.max(0, missing);
  const doubtful = [...(adds ? [levels.length - 1] : []), ...(missing >= 0 ? [missing] : [])];
  return { storage: 'coded', levels, unknown, size, missing, doubtful };
}

function numberOf({ name, kind }: ColumnSpec, bound: number | string): number {
  const value = typeof bound === 'number' ? bound : kind === 'datetime' ? parseInstant(bound) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const wanted = kind === 'datetime' ? 'a date such as 2024-12-31' : 'a number';
  throw domainUnfit(name, `has a bound that is not ${wanted}: ${JSON.stringify(bound)}`);
}
