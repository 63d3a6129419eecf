import type { Validator } from '@verisim/core';
import { z } from 'zod';
import { remarkOn, verdictOf } from './row-finding.ts';
import { type Embed, findSemanticDuplicates } from './semantic-duplicates.ts';
import { columnsOption, joinedTexts, textNames, textsBeside, uncheckedFindings } from './text-columns.ts';

/** How alike meanings may be. */
export interface SemanticOptions {
  readonly columns: readonly string[];
  /** Least cosine at which a text goes because of an earlier one. */
  readonly threshold: number;
}

/**
 * A validator that drops texts which mean what an earlier one of the batch, or an accepted one, means (see `findSemanticDuplicates`).
 *
 * @param live what stays outside of options: `embed`, such as a model behind an endpoint
 */
export function semanticDuplicates(live: { readonly embed?: Embed } = {}): Validator<SemanticOptions> {
  return {
    kind: 'validator',
    api: 1,
    name: 'semantic-duplicate',
    version: '0.1.0',
    summary: 'Texts that mean the same as an earlier one, by embeddings or TF-IDF',
    options: z.strictObject({
      columns: columnsOption,
      threshold: z.number().min(0.1).max(1).default(0.9).describe('least cosine of a duplicate'),
    }),
    async check(batch, { columns, threshold }, { accepted }, ctx) {
      const names = textNames(batch, columns);
      const texts = joinedTexts(batch, names);
      const before = textsBeside(accepted, names);
      const search = { threshold, given: before.length, ...live };
      const { of, cosine } = await findSemanticDuplicates([...before, ...texts], search, ctx);
      const rows = texts.flatMap((_, row) => (of[before.length + row] < 0 ? [] : [row]));
      const says = 'mean nearly the same as an earlier one that stays';
      return verdictOf(
        batch.rows,
        [
          ...uncheckedFindings(batch, columns, 'Meaning'),
          ...remarkOn(batch.rows, { rule: 'semantic-duplicate', level: 'warning', says, rows, drops: true }),
        ],
        {
          'semantic-duplicate-of': texts.map((_, row) => nameOf(of[before.length + row], before.length)),
          'semantic-cosine': cosine.slice(before.length),
        },
      );
    },
  };
}

function nameOf(reason: number, before: number): string | null {
  if (reason < 0) return null;
  return reason < before ? `accepted row ${reason + 1}` : `row ${reason - before + 1}`;
}
