import { type ApiAnswer, type ApiError, badRequest, isApiError, jsonAnswer, type Usage } from './api-answer.ts';
import { isObject, type JsonObject } from './json-object.ts';
import { type Bounds, numberFault, numberOr, numberOrNull, readModel, unknownParameter } from './read-parameters.ts';
import { responseEvents } from './response-events.ts';
import { createdAt, idOf, type ModelRequest, type ModelRoute } from './service.ts';
import { readSchema } from './strict-schema.ts';
import { toyAnswers } from './toy-answers.ts';
import type { ToySample } from './toy-model.ts';
import { readMessages, type ToyPrompt } from './toy-prompt.ts';

const KNOWN = new Set(
  (
    'model input instructions text temperature top_p max_output_tokens metadata store stream stream_options user reasoning service_tier truncation ' +
    'include parallel_tool_calls safety_identifier prompt_cache_key prompt_cache_options prompt_cache_retention'
  ).split(' '),
);
const UNSUPPORTED = new Set(
  'tools tool_choice background conversation previous_response_id prompt max_tool_calls top_logprobs moderation context_management'.split(
    ' ',
  ),
);
const BOUNDS: Readonly<Record<string, Bounds>> = {
  temperature: { least: 0, most: 2, whole: false },
  top_p: { least: 0, most: 1, whole: false },
  max_output_tokens: { least: 16, most: Number.MAX_SAFE_INTEGER, whole: true },
};

/** `POST /responses`, whole or as server-sent events. Nothing is stored: each request brings its whole input. */
export const responses: ModelRoute = (request, service) => {
  const { body } = request;
  const named = readModel(body, service, 'chat');
  if (isApiError(named)) return named;
  const prompt = readPrompt(body);
  if (isApiError(prompt)) return prompt;
  const answers = toyAnswers(prompt, request, service, named.model);
  if (isApiError(answers)) return answers;
  const [sample] = answers.samples;
  const usage = { promptTokens: answers.promptTokens, completionTokens: sample.tokens };
  const response = responseBody(request, sample, usage);
  const used = { model: named.name, usage };
  if (body.stream !== true) return jsonAnswer(response, used);
  const answer: ApiAnswer = {
    status: 200,
    contentType: 'text/event-stream; charset=utf-8',
    body: responseEvents(response, sample),
    used,
  };
  return answer;
};

function readPrompt(body: JsonObject): ToyPrompt | ApiError {
  const fault = unknownParameter(body, KNOWN, UNSUPPORTED) ?? numberFault(body, BOUNDS);
  if (fault !== null) return fault;
  const input = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input;
  const messages = readMessages(input, 'input');
  if (isApiError(messages)) return messages;
  const schema = readFormat(isObject(body.text) ? body.text.format : undefined);
  if (schema !== null && schema !== true && isApiError(schema)) return schema as ApiError;
  const { instructions } = body;
  const system = typeof instructions === 'string' ? [{ role: 'system', text: instructions }] : [];
  return {
    model: String(body.model),
    messages: [...system, ...messages],
    schema: schema as ToyPrompt['schema'],
    temperature: numberOr(body.temperature, 1),
    seed: null,
    n: 1,
    maxTokens: numberOrNull(body.max_output_tokens),
    stop: [],
  };
}

function readFormat(format: unknown): JsonObject | true | null | ApiError {
  if (!isObject(format) || format.type === 'text') return null;
  if (format.type === 'json_object') return true;
  if (format.type === 'json_schema') return readSchema(format, 'text.format');
  return badRequest("Invalid value for 'text.format.type': text, json_object or json_schema.", 'text.format.type');
}

function responseBody({ body, number, outcome }: ModelRequest, sample: ToySample, usage: Usage): JsonObject {
  const { text, refusal, finish } = sample;
  const part =
    refusal === null ? { type: 'output_text', text, annotations: [], logprobs: [] } : { type: 'refusal', refusal };
  const status = finish === 'stop' ? 'completed' : 'incomplete';
  const reason = finish === 'length' ? 'max_output_tokens' : 'content_filter';
  const message = { id: idOf('msg_', number), type: 'message', status, role: 'assistant', content: [part] };
  return {
    id: idOf('resp_', number),
    object: 'response',
    created_at: createdAt(number),
    status,
    error: null,
    incomplete_details: finish === 'stop' ? null : { reason },
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    model: body.model,
    output: outcome === 'no-choices' ? [] : [message],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    temperature: body.temperature ?? 1,
    top_p: body.top_p ?? 1,
    tools: [],
    tool_choice: 'auto',
    truncation: body.truncation ?? 'disabled',
    text: body.text ?? { format: { type: 'text' } },
    metadata: body.metadata ?? {},
    ...(outcome === 'no-usage' ? {} : { usage: usageBody(usage) }),
  };
}

function usageBody({ promptTokens, completionTokens }: Usage): JsonObject {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: promptTokens + completionTokens,
  };
}
