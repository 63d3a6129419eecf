import { createTable, type RowFinding, type Table, type Validator } from '@verisim/core';
import { z } from 'zod';
import { findPersonalData, maskPersonalData, type PersonalKind, personalKinds } from './personal-data.ts';
import { remarkOn, verdictOf } from './row-finding.ts';
import { columnsOption, textColumns, uncheckedFindings, visitTexts } from './text-columns.ts';

/** What is looked for, and whether it drops a row. */
export interface PersonalDataOptions {
  readonly columns: readonly string[];
  readonly kinds: readonly PersonalKind[];
  readonly drop: boolean;
}

/**
 * Finds personal data (see `findPersonalData`) and drops the rows, or only names them; {@link maskTable} masks it instead. What also stands in a training text is
 * a person's own and not made up: such rows are named by a rule of their own. Findings never hold the data.
 */
export const personalDataValidator: Validator<PersonalDataOptions> = {
  kind: 'validator',
  api: 1,
  name: 'personal-data',
  version: '0.1.0',
  summary: 'E-mail, phone, IBAN, card, IP and national numbers, names by context',
  options: z.strictObject({
    columns: columnsOption,
    kinds: z
      .array(z.enum(personalKinds as [PersonalKind]))
      .default([...personalKinds])
      .describe('what to look for'),
    drop: z.boolean().default(true).describe('drop such rows; otherwise name them'),
  }),
  async check(batch, { columns, kinds, drop }, { train }, ctx) {
    const checked = textColumns(batch, columns);
    const known = new Set<string>();
    const sources = textColumns(
      train,
      checked.map(({ name }) => name),
    );
    await visitTexts(sources, ctx, (text) => {
      for (const { kind, from, to } of findPersonalData(text, kinds)) known.add(keyOf(kind, text.slice(from, to)));
    });
    const rows = new Map<PersonalKind, number[]>(personalKinds.map((kind) => [kind, []]));
    const copied: number[] = [];
    const tags: (string | null)[] = Array.from({ length: batch.rows }, () => null);
    await visitTexts(checked, ctx, (text, row) => {
      const found = findPersonalData(text, kinds);
      for (const { kind, from, to } of found) {
        rows.get(kind)?.push(row);
        if (known.has(keyOf(kind, text.slice(from, to)))) copied.push(row);
      }
      if (found.length > 0)
        tags[row] = [...new Set([...(tags[row]?.split(' ') ?? []), ...found.map(({ kind }) => kind)])].join(' ');
    });
    const findings = [
      ...uncheckedFindings(batch, columns, 'Personal data'),
      ...remarkOn(batch.rows, {
        rule: 'training-personal-data',
        level: 'warning',
        says: 'hold personal data that stands in a training text',
        rows: copied,
        drops: drop,
      }),
      ...[...rows].flatMap(([kind, hit]) => kindFinding(batch.rows, kind, hit, drop)),
    ];
    return verdictOf(batch.rows, findings, { 'personal-data': tags });
  },
};

const SAYS: Readonly<Record<PersonalKind, string>> = {
  email: 'an e-mail address',
  phone: 'a phone number',
  iban: 'an IBAN',
  card: 'the number of a payment card',
  ip: 'an IP address',
  'national-id': 'a national identity number',
  name: "what looks like a person's name",
};

function kindFinding(batchRows: number, kind: PersonalKind, rows: readonly number[], drops: boolean): RowFinding[] {
  return remarkOn(batchRows, { rule: `personal-${kind}`, level: 'warning', says: `hold ${SAYS[kind]}`, rows, drops });
}

function keyOf(kind: PersonalKind, value: string): string {
  return `${kind} ${value.toLowerCase().replace(kind === 'name' ? /\s+/gu : /[\s()./-]+/gu, '')}`;
}

/** A table with the personal data of its text columns masked, and how many cells that changed. */
export function maskTable(
  table: Table,
  {
    columns = [],
    kinds = personalKinds,
  }: { readonly columns?: readonly string[]; readonly kinds?: readonly PersonalKind[] } = {},
): { readonly table: Table; readonly cells: number } {
  const names = new Set(textColumns(table, columns).map(({ name }) => name));
  let cells = 0;
  const masked = table.columns.map((column, i) => {
    if (column.storage !== 'text' || !names.has(table.spec.columns[i].name)) return column;
    const values = column.values.map((value) => {
      if (value === null) return null;
      const { text, found } = maskPersonalData(value, kinds);
      if (found.length > 0) cells++;
      return text;
    });
    return { ...column, values };
  });
  return { table: createTable(table.spec.columns, masked, table.spec.constraints), cells };
}
