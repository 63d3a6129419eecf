import type { Json } from '@verisim/core';
import { z } from 'zod';

/** What to write. */
export interface TaskOptions {
  readonly name: string;
  /** The column of texts; the only one when left out. */
  readonly text?: string;
  /** What the data is about, for every prompt. */
  readonly about?: string;
  /** `labelling`: the labels to choose from; those of the target when left out. */
  readonly labels?: readonly string[];
  /** `labelling`: how often the teacher is asked about each text. */
  readonly samples?: number;
  /** `labelling`: the least share of samples that agree. */
  readonly agreement?: number;
  /** `extraction`: what is to be taken out of texts. */
  readonly fields?: readonly string[];
}

/** What makes rows differ. */
export interface VarietyOptions {
  /** Real texts in each prompt. */
  readonly examples: number;
  /** Rows asked for in one call. */
  readonly perCall: number;
  /** Who writes; a list of our own when left out. */
  readonly personas?: readonly string[];
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** A tree of topics. */
  readonly topics: Json;
  /** Rows of each label: as often as the seeds have it, or equally many of each. */
  readonly labels: 'as-data' | 'even';
}

/** Who judges. */
export interface JudgeOptions {
  /** The judge's model; '' = nobody judges. */
  readonly model: string;
  /** Its endpoint; the generator's when left out. */
  readonly baseURL?: string;
  /** A budget of its own, needed at another endpoint where it costs money. */
  readonly budget?: number;
  readonly rubric?: readonly string[];
  /** The least score, 1 to 5, on every line of the rubric. */
  readonly least: number;
  /** Seeds whose human label is compared with the judge's before it is believed. */
  readonly calibration: number;
  /** Rows that the judge rejects go; `false` keeps them, marked in the lineage, for people to judge the judge by (`verisim review`). */
  readonly drop: boolean;
  /** Allows a judge of the generator's own family, and the report says so. */
  readonly sameFamily: boolean;
}

/** How the endpoint is asked. */
export interface AskingOptions {
  /** Tokens that the answer may have for each row. */
  readonly maxTokens: number;
  readonly concurrency: number;
  /** Buys through the batch API, at half the price. */
  readonly batch: boolean;
  /** Seconds between two looks at a batch. */
  readonly pollSeconds: number;
  /** Sends the answer's JSON schema; switch off for endpoints that do not know it. */
  readonly schema: boolean;
  /** How often a bad answer is sent back with what is wrong. */
  readonly corrections: number;
  /** Whatever else goes into the body: temperature, top_p, reasoning_effort ... */
  readonly parameters: Readonly<Record<string, Json>>;
}

/** What `--set` takes. */
export interface LlmOptions {
  readonly task: string | TaskOptions;
  readonly model: string;
  readonly baseURL: string;
  /** Per million tokens by model; 0 for a server of one's own. */
  readonly prices:
    | 0
    | Readonly<Record<string, { readonly input: number; readonly output: number; readonly cachedInput?: number }>>;
  /** Never passed: money, or money and tokens. `null` = none. */
  readonly budget: number | { readonly money?: number; readonly tokens?: number } | null;
  readonly judge: string | JudgeOptions;
  readonly variety: VarietyOptions;
  readonly asking: AskingOptions;
}

const price = z.strictObject({
  input: z.number().min(0),
  output: z.number().min(0),
  cachedInput: z.number().min(0).optional(),
});
const words = z.array(z.string().min(1));

const task = z.strictObject({
  name: z.string(),
  text: z.string().optional(),
  about: z.string().optional(),
  labels: words.min(2).optional(),
  samples: z.int().min(1).max(50).optional(),
  agreement: z.number().gt(0).max(1).optional(),
  fields: words.min(1).max(50).optional(),
});

const judge = z.strictObject({
  model: z.string().default(''),
  baseURL: z.url().optional(),
  budget: z.number().gt(0).optional(),
  rubric: words.min(1).max(20).optional(),
  least: z.int().min(1).max(5).default(3),
  calibration: z.int().min(0).default(30),
  drop: z.boolean().default(true),
  sameFamily: z.boolean().default(false),
});

const variety = z.strictObject({
  examples: z.int().min(1).max(50).default(5),
  perCall: z.int().min(1).max(50).default(4),
  personas: words.optional(),
  attributes: z.record(z.string(), words.min(1)).default({}),
  topics: z.json().default([]),
  labels: z.enum(['as-data', 'even']).default('as-data'),
});

const asking = z.strictObject({
  maxTokens: z.int().min(16).default(400),
  concurrency: z.int().min(1).max(256).default(16),
  batch: z.boolean().default(false),
  pollSeconds: z.number().gt(0).default(30),
  schema: z.boolean().default(true),
  corrections: z.int().min(0).max(5).default(1),
  parameters: z.record(z.string(), z.json()).default({}),
});

/** Checked and completed; see {@link LlmOptions}. */
export const llmOptions: z.ZodType<LlmOptions> = z.strictObject({
  task: z
    .union(
      [z.string(), task],
      'give a name, or an object with a name and its settings: {"name":"classification","about":"..."}',
    )
    .default('classification')
    .describe('what to write: a name, or an object with name, text, about ...'),
  model: z.string('name a model, such as model=gpt-4.1-mini').min(1).describe('the name of the model at the endpoint'),
  baseURL: z.url().default('https://api.openai.com/v1').describe('an OpenAI-compatible endpoint'),
  prices: z
    .union(
      [z.literal(0), z.record(z.string(), price)],
      'give {"MODEL":{"input":0.4,"output":1.6}}, per million tokens, or 0',
    )
    .default({})
    .describe('per million tokens, {"MODEL":{"input":0.4,"output":1.6}}; 0 for a server of your own'),
  budget: z
    .union([
      z.number().gt(0),
      z.strictObject({ money: z.number().gt(0).optional(), tokens: z.int().min(1).optional() }),
    ])
    .nullable()
    .default(null)
    .describe('the most that may be spent, in the currency of the prices'),
  judge: z
    .union(
      [z.string(), judge],
      'give a model, or an object with model, rubric, least (1 to 5), calibration, drop, sameFamily, baseURL, budget',
    )
    .default('')
    .describe('a model of another family that judges each row; or an object with model, rubric, least ...'),
  variety: variety
    .prefault({})
    .describe('what makes rows differ: examples, perCall, personas, attributes, topics, labels'),
  asking: asking.prefault({}).describe('maxTokens, concurrency, batch, pollSeconds, schema, corrections, parameters'),
}) as z.ZodType<LlmOptions>;

/** The judge's options, `null` without a judge. */
export function judgeOptions({ judge: given }: LlmOptions): JudgeOptions | null {
  const options = judge.parse(typeof given === 'string' ? { model: given } : given) as JudgeOptions;
  return options.model === '' ? null : options;
}

/** The task's options. */
export function taskOptions({ task: given }: LlmOptions): TaskOptions {
  return typeof given === 'string' ? { name: given } : given;
}

/** How often a teacher is asked, and how far it must agree with itself. */
export function teacherTerms(options: LlmOptions): { readonly samples: number; readonly agreement: number } {
  const { samples = 3, agreement = 1 } = taskOptions(options);
  return { samples, agreement };
}

/** How batches are looked at. */
export function batchSettings({ asking }: LlmOptions): { readonly pollMs: number } {
  return { pollMs: 1000 * asking.pollSeconds };
}
