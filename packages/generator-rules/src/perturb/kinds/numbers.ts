import { boundaryAt } from '../grapheme.ts';
import { hit, pickBy, type TextKind } from '../kind.ts';
import type { Splice } from '../splice.ts';

/** A number as English writes it; no part of a date, a time, a version, a range or a code. */
const NUMBER =
  /(?<![\p{L}\p{N}\p{M}_.,:/#+-])(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,14}|0)(?:\.\d{1,6})?(?![\p{L}\p{N}\p{M}_]|[.,:/-]\d|-)/gu;

const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** Numbers written otherwise; none changes its value. */
export const numbers: TextKind = {
  on: 'text',
  name: 'numbers',
  summary:
    'Numbers written otherwise: thousands grouped or not, small ones in words, with an exponent, with a decimal more',
  strength: 'share of the numbers in the text',
  label: 'keeps',
  splices(text, dial) {
    const found: Splice[] = [];
    for (const { index: start, 0: written } of text.matchAll(NUMBER)) {
      const end = start + written.length;
      const slip = hit(dial);
      if (slip < 0 || !boundaryAt(text, end)) continue;
      const forms = formsOf(written);
      found.push({ start, end, text: pickBy(forms, slip) });
    }
    return found;
  },
};

function formsOf(written: string): readonly string[] {
  const plain = written.replaceAll(',', '');
  const [whole, decimals = ''] = plain.split('.');
  const tail = decimals === '' ? '' : `.${decimals}`;
  const grouped = (sign: string) => whole.replace(/\B(?=(?:\d{3})+$)/g, sign) + tail;
  const digits = (whole + decimals).replace(/0+$/, '');
  const scientific = `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${whole.length - 1}`;
  const forms = [
    plain,
    ...(whole.length > 3 ? [grouped(','), grouped('\u202f'), grouped("'")] : []),
    ...(whole.length > 3 && digits !== '' ? [scientific] : []),
    ...(tail === '' && Number(whole) < SMALL.length ? [SMALL[Number(whole)]] : []),
    tail === '' ? `${plain}.0` : `${plain}0`,
  ];
  return forms.filter((form) => form !== written);
}
