import { type PersonalPattern, personalPatterns } from './personal-patterns.ts';

/** Kinds of personal data that are looked for. */
export type PersonalKind = 'email' | 'phone' | 'iban' | 'card' | 'ip' | 'national-id' | 'name';

/** The seven kinds. */
export const personalKinds: readonly PersonalKind[] = ['iban', 'card', 'national-id', 'email', 'ip', 'phone', 'name'];

/** A piece of personal data in a text: `text.slice(from, to)`. */
export interface PersonalDatum {
  readonly kind: PersonalKind;
  readonly from: number;
  readonly to: number;
}

/**
 * Personal data in a text, in the order of the text, none overlapping: e-mail addresses; phone numbers (E.164, national forms of North America and of countries
 * with a leading 0; bare digits only after a word such as "phone"); IBAN (mod 97 and the country's length); payment cards (Luhn and issuer
 * range); IP addresses; national numbers (US SSN, UK NINO, Spanish DNI and NIE, French NIR, Italian codice fiscale; Polish PESEL after its name); and
 * names that their context gives away ("my name is ...", "Dear Mr ..."). Numbers that a check digit refuses are passed over. It finds
 * what is written as such: names without such context, addresses and rarer numbers are not found.
 */
export function findPersonalData(text: string, kinds: readonly PersonalKind[] = personalKinds): PersonalDatum[] {
  const found: PersonalDatum[] = [];
  for (const pattern of personalPatterns) {
    if (!kinds.includes(pattern.kind)) continue;
    for (const datum of matchesOf(pattern, text))
      if (!found.some(({ from, to }) => datum.from < to && from < datum.to)) found.push(datum);
  }
  return found.sort((a, b) => a.from - b.from);
}

/** A text with its personal data masked. */
export interface MaskedText {
  readonly text: string;
  readonly found: readonly PersonalDatum[];
}

/** Puts `[EMAIL]`, `[PHONE]`, ... in the place of personal data; equal data of a text get equal numbers where there are several: `[EMAIL 2]`. */
export function maskPersonalData(text: string, kinds: readonly PersonalKind[] = personalKinds): MaskedText {
  const found = findPersonalData(text, kinds);
  const seen = new Map<PersonalKind, string[]>();
  let masked = '';
  let at = 0;
  for (const { kind, from, to } of found) {
    const known = seen.get(kind) ?? [];
    seen.set(kind, known);
    const value = text.slice(from, to);
    if (!known.includes(value)) known.push(value);
    const number = known.indexOf(value) + 1;
    masked += `${text.slice(at, from)}[${kind.toUpperCase()}${number > 1 ? ` ${number}` : ''}]`;
    at = to;
  }
  return { text: masked + text.slice(at), found };
}

function* matchesOf(
  { kind, pattern, accepts, cut, after, notAfter }: PersonalPattern,
  text: string,
): Generator<PersonalDatum> {
  for (const match of text.matchAll(pattern)) {
    // A pattern with context names the group that is the datum.
    const datum = match.groups?.datum ?? match[0];
    const from = match.index + match[0].lastIndexOf(datum);
    const value = cut ? cut(datum) : datum;
    const before = text.slice(Math.max(0, from - 40), from);
    if (after && !after.test(before)) continue;
    if (notAfter?.test(before)) continue;
    if (accepts(value)) yield { kind, from, to: from + value.length };
  }
}
