import type { Validator } from '@verisim/core';
import { z } from 'zod';
import { findUnsafe, type SafetyLists } from './find-unsafe.ts';
import { remarkOn, verdictOf } from './row-finding.ts';
import { type SafetyKind, safetyKinds } from './safety-patterns.ts';
import { columnsOption, textColumns, uncheckedFindings, visitTexts } from './text-columns.ts';

/** What is looked for, and whether it drops a row. */
export interface SafetyOptions extends Required<SafetyLists> {
  readonly columns: readonly string[];
  readonly drop: boolean;
}

const phrases = (text: string) => z.array(z.string().trim().min(1)).default([]).describe(text);

/** Drops texts with unsafe content, by patterns with context and by lists of one's own (see `findUnsafe` for what it cannot do). */
export const safetyValidator: Validator<SafetyOptions> = {
  kind: 'validator',
  api: 1,
  name: 'safety',
  version: '0.1.0',
  summary: 'Threats, self-harm, sexual content, hate, injections, secrets, active code, own lists',
  options: z.strictObject({
    columns: columnsOption,
    kinds: z
      .array(z.enum(safetyKinds as [SafetyKind]))
      .default([...safetyKinds])
      .describe('what to look for'),
    block: phrases('words or phrases that no text may hold'),
    allow: phrases('words or phrases that make what stands near them harmless'),
    drop: z.boolean().default(true).describe('drop such rows; otherwise name them'),
  }),
  async check(batch, { columns, drop, ...lists }, _evidence, ctx) {
    const rows = new Map<string, number[]>();
    await visitTexts(textColumns(batch, columns), ctx, (text, row) => {
      for (const { kind } of findUnsafe(text, lists)) {
        const known = rows.get(kind);
        if (known) known.push(row);
        else rows.set(kind, [row]);
      }
    });
    const findings = [...safetyKinds, 'listed'].flatMap((kind) => {
      const says =
        kind === 'listed' ? 'hold a listed word or phrase' : `hold what looks like ${kind.replaceAll('-', ' ')}`;
      return remarkOn(batch.rows, {
        rule: `unsafe-${kind}`,
        level: 'warning',
        says,
        rows: rows.get(kind) ?? [],
        drops: drop,
      });
    });
    return verdictOf(batch.rows, [...uncheckedFindings(batch, columns, 'Safety'), ...findings]);
  },
};
