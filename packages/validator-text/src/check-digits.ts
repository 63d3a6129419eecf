/** Whether digits (13 to 19 of them) end in the check digit of Luhn (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Length of an IBAN by country (registry of ISO 13616, SWIFT). */
const IBAN_LENGTHS =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20';

const lengths = new Map(IBAN_LENGTHS.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]));

/** Signs of an IBAN of a country, `undefined` for one without. */
export function ibanLength(country: string): number | undefined {
  return lengths.get(country);
}

/** Whether capitals and digits without spaces are an IBAN: its country's length, and remainder 1 modulo 97 (ISO 13616, ISO/IEC 7064). */
export function isIban(code: string): boolean {
  if (lengths.get(code.slice(0, 2)) !== code.length) return false;
  let remainder = 0;
  for (const sign of code.slice(4) + code.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Whether a Spanish DNI or NIE has the letter that follows from its number. */
export function isDni(code: string): boolean {
  const digits = code.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === code.at(-1);
}

/** Whether a French social security number (15 digits, Corsica's 2A and 2B as written) has its key, 97 - number mod 97. */
export function isNir(code: string): boolean {
  const number = code.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return /^\d{13}$/.test(number) && 97 - Number(BigInt(number) % 97n) === Number(code.slice(13));
}

/** Whether eleven digits are a Polish PESEL: weights 1 3 7 9 and a month that exists. */
export function isPesel(code: string): boolean {
  const sum = [...code].reduce((total, digit, i) => total + Number(digit) * [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1][i], 0);
  const month = Number(code.slice(2, 4)) % 20;
  return sum % 10 === 0 && month >= 1 && month <= 12;
}
