import { type Context, createTable } from '@verisim/core';
import { normalForm } from '@verisim/text-measures';
import type { OpenedCalls } from '../calls/calls.ts';
import { withoutHidden } from '../tasks/fence.ts';
import { askTeacher } from './label-texts.ts';
import { type LlmOptions, taskOptions, teacherTerms } from './llm-options.ts';
import { planTexts } from './text-plan.ts';

/** Texts, and the labels to choose from. */
export interface TextsToTeach {
  readonly texts: readonly (string | null)[];
  readonly labels: readonly string[];
}

/**
 * What a teacher says of each text, in the order of the texts: an array of labels for each time it was asked, `null` where it gave no usable one. A text that stands
 * there twice, but for case and white space, is asked about once. Throws what planning and asking throw.
 */
export async function teachTexts(
  calls: OpenedCalls,
  options: LlmOptions,
  { texts, labels }: TextsToTeach,
  ctx: Context,
): Promise<readonly (readonly (string | null)[])[]> {
  const forms = texts.map((text) => normalForm(withoutHidden(text ?? '').trim()));
  const said = new Map<string, readonly (string | null)[]>();
  if (forms.some((form) => form !== '')) {
    const task = { ...taskOptions(options), name: 'labelling', text: 'text', labels };
    const spec = { name: 'text', kind: 'text', nullable: true, role: 'feature' } as const;
    const plan = planTexts(createTable([spec], [{ storage: 'text', values: texts }]), { ...options, task });
    for await (const { seed, samples } of askTeacher(plan, calls, plan.seeds, ctx)) said.set(forms[seed.row], samples);
  }
  const { samples } = teacherTerms(options);
  return Array.from({ length: samples }, (_, i) => forms.map((form) => said.get(form)?.[i] ?? null));
}
