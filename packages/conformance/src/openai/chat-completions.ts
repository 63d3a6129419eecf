import { type ApiError, badRequest, isApiError, jsonAnswer, type Usage } from './api-answer.ts';
import { isObject, type JsonObject } from './json-object.ts';
import { type Bounds, numberFault, numberOr, numberOrNull, readModel, unknownParameter } from './read-parameters.ts';
import { createdAt, idOf, type ModelRequest, type ModelRoute } from './service.ts';
import { readSchema } from './strict-schema.ts';
import { toyAnswers } from './toy-answers.ts';
import type { ToySample } from './toy-model.ts';
import { readMessages, type ToyPrompt } from './toy-prompt.ts';
import { toyTokens } from './toy-tokens.ts';

const KNOWN = new Set(
  (
    'model messages n temperature top_p seed max_tokens max_completion_tokens stop response_format stream stream_options user metadata store ' +
    'frequency_penalty presence_penalty reasoning_effort verbosity service_tier safety_identifier prompt_cache_key prompt_cache_options ' +
    'prompt_cache_retention parallel_tool_calls logit_bias'
  ).split(' '),
);
const UNSUPPORTED = new Set(
  'tools tool_choice functions function_call logprobs top_logprobs audio modalities prediction web_search_options moderation'.split(
    ' ',
  ),
);
const BOUNDS: Readonly<Record<string, Bounds>> = {
  n: { least: 1, most: 128, whole: true },
  temperature: { least: 0, most: 2, whole: false },
  top_p: { least: 0, most: 1, whole: false },
  seed: { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER, whole: true },
  max_tokens: { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true },
  max_completion_tokens: { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true },
  frequency_penalty: { least: -2, most: 2, whole: false },
  presence_penalty: { least: -2, most: 2, whole: false },
};

/** `POST /chat/completions`, whole or as server-sent events. Text alone: tools, audio and log probabilities are refused. */
export const chatCompletions: ModelRoute = (request, service) => {
  const { body } = request;
  const named = readModel(body, service, 'chat');
  if (isApiError(named)) return named;
  const prompt = readPrompt(body);
  if (isApiError(prompt)) return prompt;
  const answers = toyAnswers(prompt, request, service, named.model);
  if (isApiError(answers)) return answers;
  const { samples, promptTokens } = answers;
  const usage = { promptTokens, completionTokens: samples.reduce((sum, { tokens }) => sum + tokens, 0) };
  const used = { model: named.name, usage };
  return body.stream === true
    ? { status: 200, contentType: 'text/event-stream; charset=utf-8', body: events(request, samples, usage), used }
    : jsonAnswer(completion(request, samples, usage), used);
};

function readPrompt(body: JsonObject): ToyPrompt | ApiError {
  const fault = unknownParameter(body, KNOWN, UNSUPPORTED) ?? numberFault(body, BOUNDS);
  if (fault !== null) return fault;
  const messages = readMessages(body.messages, 'messages');
  if (isApiError(messages)) return messages;
  const schema = readFormat(body.response_format, messages);
  if (schema !== null && schema !== true && isApiError(schema)) return schema as ApiError;
  const { stop } = body;
  return {
    model: String(body.model),
    messages,
    schema: schema as ToyPrompt['schema'],
    temperature: numberOr(body.temperature, 1),
    seed: numberOrNull(body.seed),
    n: numberOr(body.n, 1),
    maxTokens: numberOrNull(body.max_completion_tokens) ?? numberOrNull(body.max_tokens),
    stop: (Array.isArray(stop) ? stop : [stop]).filter((one): one is string => typeof one === 'string' && one !== ''),
  };
}

function readFormat(format: unknown, messages: ToyPrompt['messages']): JsonObject | true | null | ApiError {
  if (format === undefined || format === null) return null;
  if (!isObject(format))
    return badRequest("Invalid type for 'response_format': expected an object.", 'response_format');
  if (format.type === 'text') return null;
  if (format.type === 'json_schema' && isObject(format.json_schema)) {
    return readSchema(format.json_schema, 'response_format.json_schema');
  }
  if (format.type !== 'json_object') {
    return badRequest("Invalid value for 'response_format.type': text, json_object or json_schema.", 'response_format');
  }
  if (messages.some(({ text }) => /json/i.test(text))) return true;
  const what = "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
  return badRequest(what, 'messages');
}

function head({ body, number }: ModelRequest, object: string): JsonObject {
  return {
    id: idOf('chatcmpl-', number),
    object,
    created: createdAt(number),
    model: body.model,
    service_tier: 'default',
    system_fingerprint: 'fp_toy',
  };
}

function completion(request: ModelRequest, samples: readonly ToySample[], usage: Usage): JsonObject {
  const { outcome } = request;
  const choices = samples.map(({ text, refusal, finish }, index) => ({
    index,
    message: { role: 'assistant', content: refusal === null ? text : null, refusal, annotations: [] },
    logprobs: null,
    finish_reason: finish,
  }));
  return {
    ...head(request, 'chat.completion'),
    choices: outcome === 'no-choices' ? [] : choices,
    ...(outcome === 'no-usage' ? {} : { usage: usageBody(usage) }),
  };
}

function usageBody({ promptTokens, completionTokens }: Usage): JsonObject {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** One event for each token, then one with the reason of the end, then the usage when it was asked for. */
function events(request: ModelRequest, samples: readonly ToySample[], usage: Usage): string {
  const { body, outcome } = request;
  const wantsUsage = isObject(body.stream_options) && body.stream_options.include_usage === true;
  const shared = head(request, 'chat.completion.chunk');
  const chunk = (index: number, delta: JsonObject, finish: string | null) => ({
    ...shared,
    choices: [{ index, delta, logprobs: null, finish_reason: finish }],
    ...(wantsUsage ? { usage: null } : {}),
  });
  const chunks: JsonObject[] = (outcome === 'no-choices' ? [] : samples).flatMap(({ text, refusal, finish }, index) => [
    chunk(index, { role: 'assistant', content: refusal === null ? '' : null, refusal: null }, null),
    ...toyTokens(refusal ?? text).map((token) =>
      chunk(index, refusal === null ? { content: token } : { refusal: token }, null),
    ),
    chunk(index, {}, finish),
  ]);
  if (wantsUsage && outcome !== 'no-usage') chunks.push({ ...shared, choices: [], usage: usageBody(usage) });
  return `${chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')}data: [DONE]\n\n`;
}
