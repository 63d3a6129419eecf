import type { Finding, Json, Model } from '@verisim/core';
import { CHOSEN } from './grammar/template-plan.ts';
import type { RulesModel } from './rules.ts';

/** Alternatives that are named at most. */
const MOST_NAMED = 20;

/** Which alternatives of a grammar appeared, over all blocks. */
export interface GrammarCoverage {
  /** Takes a note of the model; other notes are passed over. */
  note(key: string, value: Json): void;
  findings(): readonly Finding[];
}

/** Follows what a model of {@link rules} notes while it is sampled. */
export function grammarCoverage(model: Model): GrammarCoverage {
  const { alternatives } = model as RulesModel;
  const seen = new Uint8Array(alternatives.length);
  return {
    note(key, value) {
      if (key !== CHOSEN || typeof value !== 'string') return;
      for (let i = 0; i < seen.length; i++) if (value[i] === '1') seen[i] = 1;
    },
    findings() {
      if (alternatives.length < 2) return [];
      const never = alternatives.filter((_, i) => seen[i] === 0);
      const met = `${alternatives.length - never.length} of ${alternatives.length} alternatives of the grammar appeared`;
      const named = never.slice(0, MOST_NAMED).map(({ name, place }) => `${name} (${place})`);
      const more = never.length > named.length ? ` and ${never.length - named.length} more` : '';
      const message = never.length === 0 ? `all ${met}` : `${met}; never: ${named.join(', ')}${more}`;
      return [{ rule: 'grammar-coverage', level: 'info', message }];
    },
  };
}
