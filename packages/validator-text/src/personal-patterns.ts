import { ibanLength, isDni, isIban, isNir, isPesel, passesLuhn } from './check-digits.ts';
import type { PersonalKind } from './personal-data.ts';

/** How one form of personal data is recognised. */
export interface PersonalPattern {
  readonly kind: PersonalKind;
  /** Global; the group `datum`, if there is one, is the datum. */
  readonly pattern: RegExp;
  readonly accepts: (value: string) => boolean;
  /** The part of a match that is the datum, where a match may run on into what follows. */
  readonly cut?: (value: string) => string;
  /** What the 40 characters before must end with, or must not. */
  readonly after?: RegExp;
  readonly notAfter?: RegExp;
}

const digitsOf = (value: string): string => value.replace(/\D/g, '');
const compact = (value: string): string => value.replace(/[\s-]/g, '').toUpperCase();
const always = (): boolean => true;

/** First digits of payment card issuers: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const ISSUER = /^(?:4|5[0-8]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[0-689]|6)/;

const PHONE_WORD =
  /(?:phone|telephone|tel|mobile|cell|call(?: me)?(?: back)?(?: on| at)?|whatsapp|text me(?: on| at)?|sms|fax|number is|telefon|handy|teléfono|móvil|téléphone|portable|telefono|cellulare|telefoon)\W{0,4}$/iu;
const VERSION = /(?:\bv|version|release|build|section|rev)[\s.:]*$/i;
const HONORIFIC = String.raw`(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Herr|Herrn|Frau|Monsieur|Madame|Mme|Sr|Sra|Señor|Señora|Signor|Signora)\.?`;
const PARTICLES = String.raw`(?:(?:van|von|de|der|den|del|di|da|la|le|bin|al)[ \t]+){0,3}`;
const NAME = String.raw`${PARTICLES}\p{Lu}(?=[\p{L}'’-]*\p{Ll})[\p{L}'’-]+(?:[ \t]+${PARTICLES}\p{Lu}[\p{L}'’-]*\.?){0,3}`;
const INTRODUCTION = `(?:my (?:full )?name is|my name's|name on (?:the )?(?:card|account)(?: is)?|i am called|ich heiße|mein Name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|meu nome é|ik heet|mijn naam is)`;
const CLOSING = String.raw`(?:regards|sincerely|yours(?: truly| faithfully)?|cheers|many thanks|Mit freundlichen Grüßen|Cordialement|Atentamente|Saludos),?[ \t]*\n\s*`;

/** Words that stand where a name may and are none. */
const NOT_NAMES =
  /^(?:The|This|That|My|Our|Your|It|He|She|Not|Just|Very|So|An?|In|On|For|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Sir|Madam|Customer|Support|Team|All|Everyone)\b/u;

/** All forms, those that are checked hardest first: where two overlap the first is taken. */
export const personalPatterns: readonly PersonalPattern[] = [
  {
    kind: 'iban',
    pattern: /(?<![\p{L}\d])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![\p{L}\d])/giu,
    cut: ibanPart,
    accepts: (value) => isIban(compact(value)),
  },
  {
    kind: 'card',
    pattern: /(?<![\d.,+-])\d(?:[ -]?\d){12,18}(?![\d]|[.,]\d)/g,
    accepts: (value) => ISSUER.test(digitsOf(value)) && passesLuhn(digitsOf(value)),
  },
  {
    kind: 'national-id',
    pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/g,
    accepts: always,
  },
  {
    kind: 'national-id',
    pattern:
      /(?<![\p{L}\d])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\d])/gu,
    accepts: always,
  },
  {
    kind: 'national-id',
    pattern: /(?<![\p{L}\d])(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z](?![\p{L}\d])/gu,
    accepts: (value) => isDni(compact(value)),
  },
  {
    kind: 'national-id',
    pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)/g,
    accepts: (value) => isNir(compact(value)),
  },
  {
    kind: 'national-id',
    pattern: /(?<![\p{L}\d])[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![\p{L}\d])/gu,
    accepts: always,
  },
  { kind: 'national-id', pattern: /(?<!\d)\d{11}(?!\d)/g, accepts: isPesel, after: /pesel\W{0,4}$/i },
  {
    kind: 'email',
    pattern:
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+-]+(?:\.[\p{L}\p{N}_%+-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}(?![\p{L}\p{N}])/gu,
    accepts: always,
  },
  {
    kind: 'ip',
    pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d]|\.\d)/g,
    accepts: always,
    notAfter: VERSION,
  },
  { kind: 'ip', pattern: /(?<![\p{L}\d:.])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\p{L}\d:])/giu, accepts: isIpv6 },
  {
    kind: 'phone',
    pattern:
      /(?<![\p{L}\d+]|\d[ -])(?:\+[1-9]\d{0,2}[ .-]?|00[1-9]\d{0,2}[ .-])(?:\(0?\d{1,4}\)|\d)(?:[ ./-]?\d){5,13}(?!\d)/gu,
    accepts: (value) => between(digitsOf(value).replace(/^00/, '').length, 8, 15),
  },
  {
    kind: 'phone',
    pattern: /(?<![\d.+-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}(?![\d-])/g,
    accepts: always,
  },
  {
    kind: 'phone',
    pattern: /(?<![\d.,+/-])\(?0[1-9]\d{0,4}\)?(?:[ ./-]\d{2,8}){1,5}(?![\d]|[./-]\d)/g,
    accepts: (value) => between(digitsOf(value).length, 9, 12) && !isDate(value),
  },
  { kind: 'phone', pattern: /(?<![\d.,])\d(?:[ .-]?\d){6,13}(?![\d]|[.,]\d)/g, accepts: always, after: PHONE_WORD },
  {
    kind: 'name',
    pattern: new RegExp(
      String.raw`(?<![\p{L}])(?i:${INTRODUCTION})[ \t]+(?:${HONORIFIC}[ \t]+)?(?<datum>${NAME})`,
      'gu',
    ),
    accepts: (value) => !NOT_NAMES.test(value),
  },
  {
    kind: 'name',
    pattern: new RegExp(String.raw`(?<![\p{L}])${HONORIFIC}[ \t]+(?<datum>${NAME})`, 'gu'),
    accepts: (value) => !NOT_NAMES.test(value),
  },
  {
    kind: 'name',
    pattern: new RegExp(
      String.raw`(?:^|\n)[ \t]*(?:Dear|Hi|Hello|Liebe|Lieber|Cher|Chère|Estimado|Estimada|Caro|Cara)[ \t]+(?:${HONORIFIC}[ \t]+)?(?<datum>${NAME})(?=[ \t]*[,!\n])`,
      'gu',
    ),
    accepts: (value) => !NOT_NAMES.test(value),
  },
  {
    kind: 'name',
    pattern: new RegExp(String.raw`(?i:${CLOSING})(?<datum>${NAME})(?=[ \t]*(?:\n|$))`, 'gu'),
    accepts: (value) => !NOT_NAMES.test(value),
  },
];

/** As many letters and digits as an IBAN of that country has. */
function ibanPart(value: string): string {
  let left = ibanLength(value.slice(0, 2).toUpperCase()) ?? 0;
  let end = 0;
  while (end < value.length && left > 0) if (/[^\s-]/.test(value[end++])) left--;
  return value.slice(0, end);
}

function between(count: number, least: number, most: number): boolean {
  return count >= least && count <= most;
}

function isDate(value: string): boolean {
  return /^0\d[./-]\d{1,2}[./-]\d{2,4}$/.test(value);
}

/** Eight groups, or three to seven around one `::` with a digit among them: `a::b` is code. */
function isIpv6(value: string): boolean {
  const gaps = value.split('::').length - 1;
  const groups = value.split(':').filter((group) => group !== '');
  if (gaps > 1 || /:::/.test(value)) return false;
  if (gaps === 0) return groups.length === 8 && !/^:|:$/.test(value);
  return groups.length >= 3 && groups.length < 8 && /\d/.test(value);
}
