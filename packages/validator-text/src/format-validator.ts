import type { Context, RowFinding, Validator } from '@verisim/core';
import { z } from 'zod';
import { type FormatRule, formatRules } from './format-rules.ts';
import { remarkOn, verdictOf } from './row-finding.ts';
import { columnsOption, type NamedTexts, textColumns, uncheckedFindings, visitTexts } from './text-columns.ts';

/** What form texts must have. */
export interface FormatOptions {
  readonly columns: readonly string[];
  /** A regular expression (flag u) that every text must match somewhere; '' = none. */
  readonly pattern: string;
  /** Every text must be a JSON document. */
  readonly json: boolean;
  readonly drop: boolean;
}

/** A fault that more training texts have than this is how such texts are. */
const USUAL = 0.01;

/**
 * Drops texts that are malformed: blank, broken characters or encoding, talk of a model about itself, placeholders, chat marks, open code blocks, loops; and on demand
 * what does not match a pattern or is no JSON. A fault that over 1 % of the training texts have is named and drops nothing.
 */
export const formatValidator: Validator<FormatOptions> = {
  kind: 'validator',
  api: 1,
  name: 'text-format',
  version: '0.1.0',
  summary: 'Malformed texts: blank, broken, placeholders, chat marks, loops, a pattern, JSON',
  options: z.strictObject({
    columns: columnsOption,
    pattern: z
      .string()
      .refine(isPattern, 'is no regular expression')
      .default('')
      .describe('regular expression that texts must match; none when empty'),
    json: z.boolean().default(false).describe('texts must be JSON'),
    drop: z.boolean().default(true).describe('drop them'),
  }),
  async check(batch, { columns, pattern, json, drop }, { train }, ctx) {
    const checked = textColumns(batch, columns);
    const wanted = new RegExp(pattern, 'u');
    const asked: FormatRule[] = [
      ...(pattern === ''
        ? []
        : [{ rule: 'pattern-mismatch', says: `do not match ${pattern}`, test: (text: string) => !wanted.test(text) }]),
      ...(json ? [{ rule: 'not-json', says: 'are no JSON document', test: (text: string) => !isJson(text) }] : []),
    ];
    const usual = await usualFaults(
      textColumns(
        train,
        checked.map(({ name }) => name),
      ),
      ctx,
    );
    const findings: RowFinding[] = uncheckedFindings(batch, columns, 'The form');
    const rules = [...formatRules, ...asked];
    const rows = rules.map((): number[] => []);
    await visitTexts(checked, ctx, (text, row) => {
      for (const [i, { test }] of rules.entries()) if (test(text)) rows[i].push(row);
    });
    for (const [i, { rule, says }] of rules.entries()) {
      const known = usual.has(rule);
      const level = known ? 'info' : 'warning';
      const said = known ? `${says}, as over 1 % of the training texts do` : says;
      findings.push(...remarkOn(batch.rows, { rule, level, says: said, rows: rows[i], drops: drop && !known }));
    }
    return verdictOf(batch.rows, findings);
  },
};

async function usualFaults(columns: readonly NamedTexts[], ctx: Context): Promise<ReadonlySet<string>> {
  const counts = new Map<string, number>();
  let texts = 0;
  await visitTexts(columns, ctx, (text) => {
    texts++;
    for (const { rule, test } of formatRules) if (test(text)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  });
  return new Set([...counts].filter(([, count]) => count > USUAL * texts).map(([rule]) => rule));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
