import type { ColumnSpec, Constraint } from '@verisim/core';
import { type JsonObject, member } from './json-object.ts';

/** What a numeric schema makes of a column. */
export interface NumberColumn {
  readonly spec: Pick<ColumnSpec, 'bounds' | 'decimals'>;
  readonly constraints: readonly Constraint[];
  readonly lost: readonly string[];
}

/**
 * Two closed ends are bounds; one end, or an open one, is a `range` constraint, as bounds have no way to say either. A multiple of
 * a power of ten is decimals, of anything else a `multiple` constraint. The ends of the safe integers, which zod's and valibot's
 * integers come with, say nothing.
 */
export function numberColumn(name: string, keywords: JsonObject, whole: boolean): NumberColumn {
  const low = endOf(keywords, 'minimum', 'exclusiveMinimum', whole ? 1 : 0);
  const high = endOf(keywords, 'maximum', 'exclusiveMaximum', whole ? -1 : 0);
  const step = member(keywords, 'multipleOf');
  const decimals = typeof step === 'number' && !whole ? decimalsOf(step) : undefined;
  const multiple = typeof step === 'number' && step > 0 && decimals === undefined && !(whole && step === 1);
  const spec = {
    ...(low && high && !low.open && !high.open && low.at <= high.at ? { bounds: [low.at, high.at] as const } : {}),
    ...(decimals === undefined ? {} : { decimals }),
  };
  const range = rangeOf(name, low, high);
  const contradictory = low && high && low.at > high.at;
  return {
    spec,
    constraints: [
      ...(spec.bounds || contradictory || !range ? [] : [range]),
      ...(multiple ? [{ rule: 'multiple', columns: [name], step } as const] : []),
    ],
    lost: [
      ...(contradictory ? [`minimum ${low.at} above maximum ${high.at}`] : []),
      ...(typeof step === 'number' && !(step > 0) ? [`multipleOf ${step}`] : []),
    ],
  };
}

interface End {
  readonly at: number;
  readonly open: boolean;
}

/** The closer of a closed and an open end; open ends of whole numbers are closed one further in. */
function endOf(keywords: JsonObject, closed: string, open: string, inward: number): End | null {
  const sign = closed === 'minimum' ? 1 : -1;
  const [at, beyond] = [member(keywords, closed), member(keywords, open)];
  const ends: End[] = [];
  if (typeof at === 'number') ends.push({ at, open: beyond === true });
  if (typeof beyond === 'number') ends.push({ at: beyond, open: true });
  const shut = ends.map((end) =>
    end.open && inward !== 0 && Number.isSafeInteger(end.at) ? { at: end.at + inward, open: false } : end,
  );
  const said = shut.filter((end) => Math.abs(end.at) < Number.MAX_SAFE_INTEGER);
  said.sort((a, b) => sign * (b.at - a.at) || Number(b.open) - Number(a.open));
  return said[0] ?? null;
}

function rangeOf(column: string, low: End | null, high: End | null): Constraint | null {
  if (!low && !high) return null;
  const open = low?.open && high?.open ? 'both' : low?.open ? 'from' : high?.open ? 'to' : undefined;
  return {
    rule: 'range',
    column,
    ...(low ? { from: low.at } : {}),
    ...(high ? { to: high.at } : {}),
    ...(open ? { open } : {}),
  };
}

function decimalsOf(step: number): number | undefined {
  const digits = Math.round(-Math.log10(step));
  return digits >= 1 && digits <= 15 && step === Number(`1e-${digits}`) ? digits : undefined;
}
