import type { Validator } from '@verisim/core';
import { z } from 'zod';
import { detectLanguage, judgeLanguage, languages } from './detect-language.ts';
import { remarkOn, remarkOnBatch, verdictOf } from './row-finding.ts';
import { columnsOption, textColumns, uncheckedFindings, visitTexts } from './text-columns.ts';

/** Which languages are expected. */
export interface LanguageOptions {
  readonly columns: readonly string[];
  /** ISO 639-1 codes; none: those of the training texts. */
  readonly expect: readonly string[];
  readonly drop: boolean;
}

/** A language is expected when it has at least this share of the training texts whose language can be told. */
const LEAST_SHARE = 0.05;

/** Drops texts that are clearly in another language than expected (see `detectLanguage`); what is too short to tell stays. Tags every row with its language. */
export const languageValidator: Validator<LanguageOptions> = {
  kind: 'validator',
  api: 1,
  name: 'language',
  version: '0.1.0',
  summary: 'Texts in another language than expected or than the training texts',
  options: z.strictObject({
    columns: columnsOption,
    expect: z
      .array(z.enum(languages as [string]))
      .default([])
      .describe('ISO 639-1 codes; those of the training texts when there is none'),
    drop: z.boolean().default(true).describe('drop them'),
  }),
  async check(batch, { columns, expect, drop }, { train }, ctx) {
    const checked = textColumns(batch, columns);
    const tags: (string | null)[] = Array.from({ length: batch.rows }, () => null);
    const foreign: number[] = [];
    const expected =
      expect.length > 0
        ? expect
        : await languagesOf(
            textColumns(
              train,
              checked.map(({ name }) => name),
            ),
            ctx,
          );
    await visitTexts(checked, ctx, (text, row) => {
      const found = judgeLanguage(text, expected);
      tags[row] ??= found.language;
      if (expected.length > 0 && found.foreign) foreign.push(row);
    });
    const findings = [
      ...uncheckedFindings(batch, columns, 'The language'),
      ...remarkOn(batch.rows, {
        rule: 'foreign-language',
        level: 'warning',
        says: `are not in ${expected.join(' or ')}`,
        rows: foreign,
        drops: drop,
      }),
    ];
    if (expected.length === 0 && checked.length > 0)
      findings.push(
        remarkOnBatch('language-unchecked', 'info', 'No language is expected: name one, or give training texts.'),
      );
    return verdictOf(batch.rows, findings, { language: tags });
  },
};

async function languagesOf(
  columns: ReturnType<typeof textColumns>,
  ctx: Parameters<typeof visitTexts>[1],
): Promise<readonly string[]> {
  const counts = new Map<string, number>();
  let told = 0;
  await visitTexts(columns, ctx, (text) => {
    const { language } = detectLanguage(text);
    if (language === null) return;
    told++;
    counts.set(language, (counts.get(language) ?? 0) + 1);
  });
  return [...counts]
    .filter(([, count]) => count >= LEAST_SHARE * told)
    .map(([language]) => language)
    .sort();
}
