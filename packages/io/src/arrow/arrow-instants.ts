import { integersOf } from './arrow-numbers.ts';
import type { ArrowType } from './arrow-schema.ts';
import { type ArrowSlice, aligned } from './arrow-slice.ts';

const DAY = 86_400_000;

/** Instants, rounded down to milliseconds, and which of them are finer. */
export interface ArrowInstants {
  readonly milliseconds: Float64Array;
  /** 1 where something was lost; `null` when the unit is no finer than a millisecond. */
  readonly finer: Uint8Array | null;
}

/** Dates and timestamps as milliseconds. */
export function instantsOf(type: ArrowType, slice: ArrowSlice): ArrowInstants {
  if (type.name === 'date32') {
    const days = new Int32Array(aligned(slice.values).buffer);
    return { milliseconds: Float64Array.from(days, (day) => day * DAY), finer: null };
  }
  const unit = type.unit ?? 1e3;
  if (unit <= 1e3) {
    const factor = 1e3 / unit;
    return { milliseconds: integersOf({ ...type, signed: true }, slice).map((value) => value * factor), finer: null };
  }
  return divided(slice, unit / 1e3);
}

/** 64-bit numbers divided by `divisor`, exactly: long division by halves. */
function divided({ values, rows }: ArrowSlice, divisor: number): ArrowInstants {
  const { buffer } = aligned(values);
  const high = new Int32Array(buffer);
  const low = new Uint32Array(buffer);
  const milliseconds = new Float64Array(rows);
  const finer = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const upper = Math.floor(high[2 * i + 1] / divisor);
    const rest = (high[2 * i + 1] - upper * divisor) * 2 ** 32 + low[2 * i];
    const lower = Math.floor(rest / divisor);
    milliseconds[i] = upper * 2 ** 32 + lower;
    finer[i] = rest - lower * divisor > 0 ? 1 : 0;
  }
  return { milliseconds, finer };
}

/** A time of day as `HH:MM:SS`, with as many decimals as it needs. */
export function timeText(type: ArrowType, count: number): string {
  const unit = type.unit ?? 1e3;
  const seconds = Math.floor(Math.abs(count) / unit);
  const fraction = Math.abs(count) - seconds * unit;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const clock = `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  const decimals = String(Math.log10(unit) > 0 ? fraction : 0).padStart(Math.round(Math.log10(unit)), '0');
  return `${count < 0 ? '-' : ''}${clock}${fraction > 0 ? `.${decimals.replace(/0+$/, '')}` : ''}`;
}

/** An instant with all its decimals, for messages. `count` is the number that the file holds. */
export function instantText(milliseconds: number, count: string, type: ArrowType): string {
  const unit = BigInt(type.unit ?? 1e3);
  const fraction = ((BigInt(count) % unit) + unit) % unit;
  const digits = String(fraction).padStart(String(unit).length - 1, '0');
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${digits}`;
}
