import type { Cell } from '../diversity/grid.ts';
import { type LlmOptions, teacherTerms } from './llm-options.ts';

/** A cell of the grid as tags. */
export function cellTags({ topic, attributes }: Cell): readonly string[] {
  return [
    ...(topic.length > 0 ? [`topic=${topic.join(' > ')}`] : []),
    ...attributes.map(([name, value]) => `${name}=${value}`),
  ];
}

/** How far a teacher's samples agree, as a tag. */
export function agreementTag(agreement: number): string {
  return `agreement=${agreement.toFixed(2)}`;
}

/** The tags that the rows of a teacher can have. */
export function agreementTags(options: LlmOptions): readonly (readonly string[])[] {
  const { samples } = teacherTerms(options);
  return Array.from({ length: samples }, (_, i) => [agreementTag((i + 1) / samples)]);
}

/** Tags as the lineage writes them. */
export function tagText(tags: readonly string[], normalised: boolean): string | null {
  const all = normalised ? [...tags, 'seed normalised'] : tags;
  return all.length === 0 ? null : all.join('; ');
}
