import type { ColumnRole, ColumnSpec } from '@verisim/core';
import type { DeclaredColumn } from '../constraints/named-columns.ts';
import { type CalendarFields, calendarFields } from './calendar-fields.ts';
import type { DatetimePart, DatetimeState } from './datetime-state.ts';

/** The parts of a datetime column, for a generator to learn. A part is missing where the instant is. */
export function encodeDatetime(
  state: DatetimeState,
  spec: ColumnSpec,
  instants: Float64Array,
): readonly DeclaredColumn[] {
  const fields = calendarFields(instants, state.clock);
  return state.parts.map((part, place): DeclaredColumn => {
    const role: ColumnRole = place > 0 && spec.role === 'target' ? 'feature' : spec.role;
    const declared = { name: part.as, nullable: spec.nullable, role };
    if (part.numeric) return numberPart(part, declared, fields);
    return levelPart(part, declared, fields);
  });
}

type Declared = Pick<ColumnSpec, 'name' | 'nullable' | 'role'>;

function numberPart({ fields: [field] }: DatetimePart, declared: Declared, fields: CalendarFields): DeclaredColumn {
  return { spec: { ...declared, kind: 'integer' }, column: { storage: 'numeric', values: fields[field] } };
}

function levelPart({ fields: names }: DatetimePart, declared: Declared, fields: CalendarFields): DeclaredColumn {
  const own = names.map((name) => fields[name]);
  const place = new Map<string, number>();
  const codes = own[0].map((first, row) => {
    if (Number.isNaN(first)) return -1;
    const level = own.map((values) => values[row]).join(' ');
    const known = place.get(level);
    if (known !== undefined) return known;
    place.set(level, place.size);
    return place.size - 1;
  });
  const levels = [...place.keys()];
  return {
    spec: { ...declared, kind: 'category', levels },
    column: { storage: 'coded', levels, codes: Int32Array.from(codes) },
  };
}
