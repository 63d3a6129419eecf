import { boundaryAt } from '../grapheme.ts';
import { hit, pickBy, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';

/** How much one unit is of its quantity's first unit, and the zero of temperatures. Exact by the international definitions (1959 yard and pound, US gallon). */
interface Unit {
  readonly sign: string;
  readonly factor: number;
  readonly zero?: number;
}

const QUANTITIES: readonly (readonly Unit[])[] = [
  [
    { sign: 'km', factor: 1 },
    { sign: 'miles', factor: 1.609344 },
  ],
  [
    { sign: 'm', factor: 1 },
    { sign: 'ft', factor: 0.3048 },
    { sign: 'cm', factor: 0.01 },
  ],
  [
    { sign: 'cm', factor: 1 },
    { sign: 'inches', factor: 2.54 },
    { sign: 'mm', factor: 0.1 },
  ],
  [
    { sign: 'kg', factor: 1 },
    { sign: 'lb', factor: 0.45359237 },
    { sign: 'g', factor: 0.001 },
  ],
  [
    { sign: 'l', factor: 1 },
    { sign: 'gallons', factor: 3.785411784 },
    { sign: 'ml', factor: 0.001 },
  ],
  [
    { sign: '°C', factor: 1, zero: 0 },
    { sign: '°F', factor: 5 / 9, zero: -160 / 9 },
  ],
  [
    { sign: 'km/h', factor: 1 },
    { sign: 'mph', factor: 1.609344 },
  ],
  [
    { sign: 'hours', factor: 1 },
    { sign: 'minutes', factor: 1 / 60 },
  ],
  [
    { sign: 'GB', factor: 1 },
    { sign: 'MB', factor: 0.001 },
  ],
];

const SPELLINGS = new Map<string, string>(
  Object.entries({
    km: 'km',
    kilometers: 'km',
    kilometres: 'km',
    mile: 'miles',
    miles: 'miles',
    mi: 'miles',
    m: 'm',
    meters: 'm',
    metres: 'm',
    ft: 'ft',
    feet: 'ft',
    cm: 'cm',
    mm: 'mm',
    inch: 'inches',
    inches: 'inches',
    kg: 'kg',
    kilos: 'kg',
    lb: 'lb',
    lbs: 'lb',
    pounds: 'lb',
    g: 'g',
    grams: 'g',
    l: 'l',
    liters: 'l',
    litres: 'l',
    gallon: 'gallons',
    gallons: 'gallons',
    ml: 'ml',
    '°C': '°C',
    '°F': '°F',
    'km/h': 'km/h',
    mph: 'mph',
    hours: 'hours',
    minutes: 'minutes',
    GB: 'GB',
    MB: 'MB',
  }),
);

const names = [...SPELLINGS.keys()].sort((a, b) => b.length - a.length).join('|');
// A pound may be money: "pounds" is weight only where no sign of it stands before.
const QUANTITY = new RegExp(
  `(?<![\\p{L}\\p{N}\\p{M}_.,:/$€£-])(-?\\d{1,9}(?:\\.\\d{1,6})?)( ?)(${names})(?![\\p{L}\\p{N}\\p{M}_/²³°])`,
  'gu',
);

/** Quantities in another unit, to a relative error of half a per cent at most. */
export const units: TextKind = {
  on: 'text',
  name: 'units',
  summary: 'Quantities in another unit: 5 km as 3.11 miles, 20 °C as 68 °F',
  strength: 'share of the quantities in the text',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (const { index: start, 0: written, 1: number, 2: gap, 3: name } of text.matchAll(QUANTITY)) {
      const end = start + written.length;
      const sign = SPELLINGS.get(name)!;
      const slip = hit(dial);
      if (slip < 0 || !boundaryAt(text, end)) continue;
      const group = QUANTITIES.find((units) => units.some((unit) => unit.sign === sign))!;
      const from = group.find((unit) => unit.sign === sign)!;
      const to = pickBy(
        group.filter((unit) => unit !== from),
        slip,
      );
      found.push({ start, end, text: `${converted(Number(number), from, to)}${gap}${to.sign}` });
    }
    return found;
  },
};

function converted(value: number, from: Unit, to: Unit): string {
  const inFirst = value * from.factor + (from.zero ?? 0);
  const other = (inFirst - (to.zero ?? 0)) / to.factor;
  const digits = Math.max(3, String(Math.trunc(Math.abs(other))).length);
  return String(Number(other.toPrecision(Math.min(15, digits)))).replace(/^-0$/, '0');
}
