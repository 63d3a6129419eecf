import { type Context, type Generator, type Model, type ModelState, takeRows } from '@verisim/core';
import { badState, noClient, shortfall } from '../errors.ts';
import { labelTexts } from './label-texts.ts';
import { type LlmOptions, llmOptions } from './llm-options.ts';
import { type Live, makeTexts } from './make-texts.ts';
import { type PlanState, planFrom, planState, planTexts, type TextPlan } from './text-plan.ts';
import { notWritten, textsSpec, textsTable } from './texts-table.ts';

const VERSION = '0.1.0';

/**
 * Rows from a language model at an OpenAI-compatible endpoint: new texts of labels, paraphrases, questions with citations, instructions, dialogues, preferences and more (see
 * `textTasks`), after real rows. Every answer is journaled before it is read, so the same rows come again from the journal, and without one they do not:
 * `reproducible` is false. Exact copies of seeds and repeats within a block go; near-duplicates are the business of `live.screen`. A block that cannot be filled throws
 * `generator-text/shortfall`, unless conditions were asked for. Throws what planning and asking throw.
 *
 * @param live the endpoint; without one the generator only tells of its options
 */
export function llm(live: Live | null): Generator<LlmOptions, 'data'> {
  return {
    kind: 'generator',
    api: 1,
    name: 'llm',
    version: VERSION,
    summary: 'Texts written by a language model after real ones: 12 tasks, every answer kept, a hard budget',
    family: 'model',
    options: llmOptions,
    needs: 'data',
    traits: { reproducible: false, memorises: false, conditional: true, blockRows: 1024 },
    fit(train, options, ctx) {
      ctx.signal.throwIfAborted();
      const plan = planTexts(train, options);
      notePlan(plan, ctx);
      return modelOf(plan, live);
    },
    load({ generator, version, json }: ModelState) {
      if (generator !== 'llm' || version !== VERSION) throw badState('llm', `${generator} ${version}`);
      return modelOf(planFrom(json as unknown as PlanState), live);
    },
  };
}

/** Facts about the plan for provenance. */
export function notePlan(plan: TextPlan, ctx: Context): void {
  const { task, options, seeds } = plan;
  ctx.note('task', `${task.name}@${task.version}`);
  ctx.note('model', options.model);
  const normalised = seeds.filter((seed) => seed.normalised).length;
  if (normalised > 0) ctx.note('seeds-normalised', normalised);
  const empty = notWritten(plan);
  if (empty.length > 0) ctx.note('not-modelled', empty);
}

function modelOf(plan: TextPlan, given: Live | null): Model {
  const live = given?.screenFor === undefined ? given : { ...given, screen: given.screenFor(plan) };
  return {
    schema: textsSpec(plan),
    async sample({ rows, where }, ctx) {
      if (live === null) throw noClient();
      const make = plan.task.name === 'labelling' ? labelTexts : makeTexts;
      const made = await make(plan, live, { rows, where }, ctx);
      if (made.rows.length < rows && where === undefined) {
        const dropped = [...made.dropped].map(([reason, count]) => `${reason} ${count}`).join(', ');
        throw shortfall(made.rows.length, rows, dropped);
      }
      const table = textsTable(plan, made.rows);
      return takeRows(
        table,
        Int32Array.from({ length: Math.min(rows, table.rows) }, (_, row) => row),
      );
    },
    save: () => ({ generator: 'llm', version: VERSION, json: planState(plan), arrays: {} }),
  };
}
