import type { Finding, Json, Model, SampledBlock } from '@verisim/core';
import { CHOSEN } from './grammar/template-plan.ts';
import type { RulesModel } from './rules.ts';

/** Alternatives that are named at most. */
const MOST_NAMED = 20;

/** Which alternatives of a grammar appeared, and whether rows went through all that `expand` lists, over all blocks. */
export interface GrammarCoverage {
  /** Takes a note of the model; other notes are passed over. */
  note(key: string, value: Json): void;
  /** Takes a block; where it is never called, nothing is said of what `expand` lists. */
  add(block: Pick<SampledBlock, 'table'>): void;
  findings(): readonly Finding[];
}

/** Follows what a model of {@link rules} notes while it is sampled. */
export function grammarCoverage(model: Model): GrammarCoverage {
  const { alternatives, cycle } = model as RulesModel;
  let rows = 0;
  const seen = new Uint8Array(alternatives.length);
  return {
    note(key, value) {
      if (key !== CHOSEN || typeof value !== 'string') return;
      for (let i = 0; i < seen.length; i++) if (value[i] === '1') seen[i] = 1;
    },
    add({ table }) {
      rows += table.rows;
    },
    findings() {
      const short: readonly Finding[] =
        cycle === null || rows === 0 || rows >= cycle
          ? []
          : [
              {
                rule: 'not-expanded',
                level: 'warning',
                message: `${rows} rows are fewer than the ${cycle} that expand lists.`,
              },
            ];
      if (alternatives.length < 2) return short;
      const never = alternatives.filter((_, i) => seen[i] === 0);
      const met = `${alternatives.length - never.length} of ${alternatives.length} alternatives of the grammar appeared`;
      const named = never.slice(0, MOST_NAMED).map(({ name, place }) => `${name} (${place})`);
      const more = never.length > named.length ? ` and ${never.length - named.length} more` : '';
      const message = never.length === 0 ? `all ${met}` : `${met}; never: ${named.join(', ')}${more}`;
      return [...short, { rule: 'grammar-coverage', level: 'info', message }];
    },
  };
}
