import type { Condition, Context, Random } from '@verisim/core';
import { askChecked } from '../calls/ask-checked.ts';
import { buyBatch } from '../calls/batch.ts';
import type { OpenedCalls } from '../calls/calls.ts';
import type { Question } from '../calls/question.ts';
import { sideBySide } from '../calls/side-by-side.ts';
import { shuffled } from '../diversity/grid.ts';
import { nonceFor } from '../tasks/fence.ts';
import { labellingTask } from '../tasks/labelling.ts';
import type { Seed } from '../tasks/text-task.ts';
import { labelTokens, taskQuestion } from './ask-slots.ts';
import type { Candidate } from './candidates.ts';
import { batchSettings, teacherTerms } from './llm-options.ts';
import type { Live, MadeTexts } from './make-texts.ts';
import { readJson } from './read-json.ts';
import { agreementTag } from './row-tags.ts';
import type { TextPlan } from './text-plan.ts';

/** What a teacher said of one text. */
export interface TeacherAnswers {
  readonly seed: Seed;
  /** One for each time it was asked; `null` where it gave no usable answer. */
  readonly samples: readonly (string | null)[];
  /** The most frequent answer; `null` when there is none or two are as frequent. */
  readonly label: string | null;
  /** Its share of all samples, in [0, 1]. */
  readonly agreement: number;
  /** Of the last answer in the journal. */
  readonly key: string;
}

type ChatQuestion = Question & { readonly api: 'chat' };

/**
 * Asks a teacher about texts, so many times each with the labels in another order, and gives what it said text by text (self-consistency: Wang et al. 2023, ICLR). The labels
 * that texts have are not shown to it.
 */
export async function* askTeacher(
  plan: TextPlan,
  calls: OpenedCalls,
  seeds: readonly Seed[],
  ctx: Context,
): AsyncGenerator<TeacherAnswers> {
  const random = ctx.random.fork('labelling');
  const { asking } = plan.options;
  if (asking.batch) await buyBatch(calls, teacherQuestions(plan, seeds, ctx), ctx, batchSettings(plan.options));
  let done = 0;
  const ask = async (seed: Seed): Promise<TeacherAnswers> => {
    const checked = await Promise.all(
      teacherQuestions(plan, [seed], ctx).map((question) => {
        const schema = labellingTask.schema(partsOf(plan, seed, question.sample ?? 0, random.fork(seed.name)));
        return askChecked(calls, question, (text) => readJson(schema, text), ctx, asking.corrections);
      }),
    );
    const said = checked.map(({ value }) => value?.label ?? null);
    return { seed, samples: said, ...mostFrequent(said), key: checked[0].answer.key };
  };
  for await (const answers of sideBySide(calls, seeds, ask, () => ({ kept: done, total: seeds.length }), ctx)) {
    done++;
    yield answers;
  }
}

/** Rows of the seeds' own texts under the teacher's labels; those on which it does not agree with itself are dropped. */
export async function labelTexts(
  plan: TextPlan,
  live: Live,
  { rows }: { readonly rows: number; readonly where?: readonly Condition[] },
  ctx: Context,
): Promise<MadeTexts> {
  const { agreement: least } = teacherTerms(plan.options);
  const chosen = plan.seeds.slice(0, rows);
  const kept: Candidate[] = [];
  const dropped = new Map<string, number>();
  for await (const { seed, samples, label, agreement, key } of askTeacher(plan, live.calls, chosen, ctx)) {
    // A share of thirds must reach a threshold that was typed as .6667.
    const agreed = label !== null && agreement >= least - 1e-3;
    if (!agreed) {
      const reason = samples.every((sample) => sample === null) ? 'no answer' : 'teacher disagrees with itself';
      dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
      live.calls.reject(key, reason);
      continue;
    }
    live.calls.keep(key);
    const tags = [agreementTag(agreement)];
    const slot = { row: kept.length, turn: 0, group: 0, cell: 0 };
    kept.push({
      slot,
      label,
      values: { text: seed.text },
      key,
      parents: [seed.row],
      tags,
      judged: null,
      difficulty: null,
      persona: null,
      normalised: seed.normalised,
    });
  }
  const missing = rows - kept.length;
  return { rows: kept, dropped, missing: missing > 0 ? [{ label: null, rows: missing }] : [], rounds: 1 };
}

/** The questions about texts, sample by sample. */
export function teacherQuestions(plan: TextPlan, seeds: readonly Seed[], ctx: Context): readonly ChatQuestion[] {
  const { samples } = teacherTerms(plan.options);
  const random = ctx.random.fork('labelling');
  return seeds.flatMap((seed) =>
    Array.from({ length: samples }, (_, sample) => teacherQuestion(plan, seed, sample, random.fork(seed.name))),
  );
}

function partsOf(plan: TextPlan, seed: Seed, sample: number, random: Random) {
  const order = shuffled(plan.labels.length, random.fork(`labels:${sample}`));
  const labels = Array.from(order, (i) => plan.labels[i]);
  const nonce = nonceFor([seed.text, plan.about, ...labels], random.fork(`nonce:${sample}`));
  return { nonce, label: null, labels, seeds: [seed], wishes: [], about: plan.about, fields: [] };
}

function teacherQuestion(plan: TextPlan, seed: Seed, sample: number, random: Random): ChatQuestion {
  const parts = partsOf(plan, seed, sample, random);
  return { ...taskQuestion(plan, parts, labelTokens(plan.labels)), sample };
}

function mostFrequent(samples: readonly (string | null)[]): Pick<TeacherAnswers, 'label' | 'agreement'> {
  const counts = new Map<string, number>();
  for (const sample of samples) if (sample !== null) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  const [best, second] = [...counts].sort((a, b) => b[1] - a[1]);
  if (best === undefined) return { label: null, agreement: 0 };
  return { label: second?.[1] === best[1] ? null : best[0], agreement: best[1] / samples.length };
}
