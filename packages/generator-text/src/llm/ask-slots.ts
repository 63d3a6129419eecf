import type { Json, Random } from '@verisim/core';
import { z } from 'zod';
import type { ChatBody, Question } from '../calls/question.ts';
import { createRotation, type Rotation } from '../diversity/rotate.ts';
import { nonceFor } from '../tasks/fence.ts';
import type { Prompt, PromptParts, Wish } from '../tasks/text-task.ts';
import type { Group, Slot } from './slots.ts';
import type { TextPlan } from './text-plan.ts';

/** A question, and the rows that its answer is to hold. */
export interface SlotQuestion {
  readonly question: Question & { readonly api: 'chat' };
  readonly parts: PromptParts;
  readonly slots: readonly Slot[];
}

/** Tokens of an answer around its rows. */
const AROUND = 200;
/** A label and its quotes. */
const LABEL_TOKENS = 64;

/**
 * The questions for slots: slots of one group in their order, so many to a question. A prompt follows from the plan, chance, the first of its rows and the
 * round alone, and is made when it is asked for; rounds after the first ask for what is still missing, after other seeds.
 */
export function* questionsFor(
  plan: TextPlan,
  groups: readonly Group[],
  slots: readonly Slot[],
  round: number,
  random: Random,
): Generator<SlotQuestion> {
  const { perCall } = plan.options.variety;
  for (const [at, group] of groups.entries()) {
    const own = slots.filter((slot) => slot.group === at);
    const rotation = createRotation(group.seeds.length, random.fork(`seeds:${group.label}`));
    for (let i = 0; i < own.length; i += perCall) {
      const asked = own.slice(i, i + perCall);
      // Far enough from the turns of other rounds that other seeds come together.
      const turn = Math.floor(asked[0].turn / perCall) + round * (1 + Math.ceil(group.seeds.length / 3));
      yield slotQuestion(plan, group, rotation, turn, asked, random.fork(`row:${asked[0].row}:${round}`));
    }
  }
}

function slotQuestion(
  plan: TextPlan,
  group: Group,
  rotation: Rotation,
  turn: number,
  slots: readonly Slot[],
  random: Random,
): SlotQuestion {
  const { variety } = plan.options;
  const shown = plan.task.shows === 'one seed' ? 1 : variety.examples;
  const seeds = rotation(turn, shown).map((i) => group.seeds[i]);
  const nonce = nonceFor([...seeds.map(({ text }) => text), plan.about], random.fork('nonce'));
  const persona = random.fork('persona').int(0, Math.max(1, plan.personas.length));
  const wishes = slots.map(({ cell }, i): Wish => {
    const { length } = plan.personas;
    return { ...plan.cells[cell], persona: length === 0 ? null : plan.personas[(persona + i) % length] };
  });
  const { labels, about, fields } = plan;
  const parts = { nonce, label: group.label, labels, seeds, wishes, about, fields };
  return { question: taskQuestion(plan, parts, AROUND + slots.length * plan.options.asking.maxTokens), parts, slots };
}

/** The question of a task. */
export function taskQuestion(
  { task, options }: Pick<TextPlan, 'task' | 'options'>,
  parts: PromptParts,
  tokens: number,
): Question & { readonly api: 'chat' } {
  const schema = task.schema(parts);
  return {
    api: 'chat',
    task: { name: task.name, version: task.version },
    seeds: parts.seeds.map(({ name }) => name),
    body: chatBody(options, options.model, options.baseURL, task.prompt(parts), schema, tokens),
  };
}

/** The body of a request for an answer of that schema. */
export function chatBody(
  { asking }: TextPlan['options'],
  model: string,
  baseURL: string,
  { system, user }: Prompt,
  schema: z.ZodType,
  tokens: number,
): ChatBody {
  const { $schema: _, ...json } = z.toJSONSchema(schema) as { readonly [key: string]: unknown };
  const format = { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: json } };
  const told = asking.schema ? user : `${user}\n\nThe JSON schema of the answer: ${JSON.stringify(json)}`;
  return {
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: told },
    ],
    [limitName(baseURL)]: tokens,
    ...(asking.schema && { response_format: format }),
    ...(asking.parameters as { readonly [key: string]: Json }),
  };
}

/** Tokens for an answer that is a label. */
export const labelTokens = (labels: readonly string[]): number =>
  LABEL_TOKENS + Math.max(0, ...labels.map((label) => label.length));

/** OpenAI's newer models know only the second name, other servers often only the first. */
function limitName(baseURL: string): 'max_tokens' | 'max_completion_tokens' {
  return URL.canParse(baseURL) && new URL(baseURL).hostname.endsWith('openai.com')
    ? 'max_completion_tokens'
    : 'max_tokens';
}
