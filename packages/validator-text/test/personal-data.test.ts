import { describe, expect, it } from 'vitest';
import {
  findPersonalData,
  isIban,
  maskPersonalData,
  maskTable,
  passesLuhn,
  personalDataValidator,
  personalKinds,
} from '../src/index.ts';
import { quiet, textTable } from './tables.ts';

const found = (text: string) => findPersonalData(text).map(({ kind, from, to }) => `${kind}:${text.slice(from, to)}`);

describe('check digits', () => {
  // Examples of the registries: ISO 13616 examples by country, test numbers that card networks publish.
  it.each([
    'GB82WEST12345698765432',
    'DE89370400440532013000',
    'FR1420041010050500013M02606',
    'NO9386011117947',
    'CH9300762011623852957',
    'SA0380000000608010167519',
  ])('%s is an IBAN, and is none with one digit changed', (iban) => {
    expect(isIban(iban)).toBe(true);
    for (let i = 4; i < iban.length; i++) {
      const other = iban[i] === '9' ? '8' : '9';
      expect(isIban(iban.slice(0, i) + other + iban.slice(i + 1))).toBe(iban[i] === other);
    }
  });

  it.each([
    '4111111111111111',
    '5555555555554444',
    '378282246310005',
    '6011111111111117',
    '3530111333300000',
    '30569309025904',
  ])('%s passes Luhn, and no number that differs in one digit does', (card) => {
    expect(passesLuhn(card)).toBe(true);
    for (let i = 0; i < card.length; i++) {
      const other = String((Number(card[i]) + 3) % 10);
      expect(passesLuhn(card.slice(0, i) + other + card.slice(i + 1))).toBe(false);
    }
  });
});

describe('findPersonalData', () => {
  it.each([
    ['mail me at jane.doe+x@example.co.uk.', 'email:jane.doe+x@example.co.uk'],
    ['müller@straße.example.de, please', 'email:müller@straße.example.de'],
    ['call +49 (0)30 1234567 now', 'phone:+49 (0)30 1234567'],
    ['call +14155550132', 'phone:+14155550132'],
    ['0044 20 7946 0958 is mine', 'phone:0044 20 7946 0958'],
    ['(212) 555-0187 ok', 'phone:(212) 555-0187'],
    ['06 12 34 56 78', 'phone:06 12 34 56 78'],
    ['tel: 5551234567', 'phone:5551234567'],
    ['GB82 WEST 1234 5698 7654 32 IS IT', 'iban:GB82 WEST 1234 5698 7654 32'],
    ['card 4111 1111 1111 1111!', 'card:4111 1111 1111 1111'],
    ['from 192.168.1.10:8080', 'ip:192.168.1.10'],
    ['2001:db8::ff00:42:8329', 'ip:2001:db8::ff00:42:8329'],
    ['ssn 078-05-1120', 'national-id:078-05-1120'],
    ['NI AB123456C', 'national-id:AB123456C'],
    ['DNI 12345678Z', 'national-id:12345678Z'],
    ['pesel: 44051401359', 'national-id:44051401359'],
    ['my name is Ada Lovelace and', 'name:Ada Lovelace'],
    ['Dear Dr. van Helsing,', 'name:van Helsing'],
    ['Best regards,\nGrace Hopper', 'name:Grace Hopper'],
    ['Ich heiße Jürgen Groß.', 'name:Jürgen Groß.'],
  ])('%s', (text, expected) => {
    expect(found(text).map((one) => one.replace(/\.$/, ''))).toEqual([expected.replace(/\.$/, '')]);
  });

  it.each([
    'on 2024-01-15 and 12.05.2023 at 10:30:45',
    'order 1234567890123, account 00123456789',
    '4111111111111112 has a wrong check digit',
    'DE89370400440532013001 too',
    'version 1.2.3.4 of 2024',
    '£1,234,567.89 or 3.14159265358979',
    '000-12-3456 and 666-12-3456 and 12345678A',
    '999.1.1.1 and 1.2.3',
    'Dear Customer, this is The best',
    'at 5@6 we meet @home',
    'My name is on the card',
    'std::vector and a::b',
  ])('nothing in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('of the kinds that are asked for alone', () => {
    expect(findPersonalData('jane@example.com, 078-05-1120', ['email'])).toEqual([{ kind: 'email', from: 0, to: 16 }]);
  });

  it('takes a long text in its stride, whatever it is made of', () => {
    for (const unit of ['a@', 'a.', '1 ', '1-', '0:', 'A ', '+1', 'my name is ', '00 1', 'AB12 ']) {
      const before = performance.now();
      findPersonalData(unit.repeat(40_000 / unit.length));
      expect(performance.now() - before).toBeLessThan(1500);
    }
  });
});

describe('masking', () => {
  it('puts the kind in the place of data, equal data by equal numbers', () => {
    const { text, found: data } = maskPersonalData('Mr Smith: jane@example.com, jane@example.com, bob@example.org');
    expect(text).toBe('Mr [NAME]: [EMAIL], [EMAIL], [EMAIL 2]');
    expect(data).toHaveLength(4);
    expect(findPersonalData(text)).toEqual([]);
  });

  it('of a table touches text columns alone, and leaves the table as it was', () => {
    const table = textTable(
      { text: ['jane@example.com', null, 'nothing'], label: ['a@example.com', 'b', 'b'] },
      'label',
    );
    const { table: masked, cells } = maskTable(table);
    expect(cells).toBe(1);
    expect(masked.columns[0]).toEqual({ storage: 'text', values: ['[EMAIL]', null, 'nothing'] });
    expect(masked.columns[1]).toBe(table.columns[1]);
    expect(table.columns[0]).toMatchObject({ values: ['jane@example.com', null, 'nothing'] });
  });
});

describe('the validator', () => {
  const batch = textTable({ text: ['write to jane@example.com', 'call (212) 555-0187', 'nothing here'] });
  const train = textTable({ text: ['Jane@Example.com wrote'] });

  it('drops rows, says which data are those of a training text, and holds none of them', async () => {
    const options = { columns: [], kinds: personalKinds, drop: true };
    const { keep, findings, tags } = await personalDataValidator.check(batch, options, { train }, quiet);
    expect([...keep]).toEqual([0, 0, 1]);
    expect(findings.map(({ rule, rows }) => [rule, ...rows])).toEqual([
      ['training-personal-data', 0],
      ['personal-email', 0],
      ['personal-phone', 1],
    ]);
    expect(tags?.['personal-data']).toEqual(['email', 'phone', null]);
    expect(JSON.stringify(findings)).not.toMatch(/jane|555/i);
  });

  it('only names them on demand', async () => {
    const { keep } = await personalDataValidator.check(
      batch,
      { columns: ['text'], kinds: ['email'], drop: false },
      {},
      quiet,
    );
    expect([...keep]).toEqual([1, 1, 1]);
  });
});
