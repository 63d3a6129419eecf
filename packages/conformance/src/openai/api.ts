import { createRandom } from '@verisim/core';
import {
  type ApiAnswer,
  type ApiError,
  badRequest,
  errorAnswer,
  errorBody,
  isApiError,
  jsonAnswer,
  notFound,
} from './api-answer.ts';
import type { BatchLine } from './batch-line.ts';
import { type BatchStore, batchStore, type LineResult } from './batch-store.ts';
import { chatCompletions } from './chat-completions.ts';
import type { DoubleSettings } from './double-options.ts';
import { embeddings } from './embeddings.ts';
import type { Fault } from './fault.ts';
import type { PlannedFault, SeenRequest } from './fault-plan.ts';
import { type FileStore, fileAnswer, fileStore, uploadFile } from './file-store.ts';
import { type JsonObject, parseObject } from './json-object.ts';
import type { OpenEntry } from './request-log.ts';
import { responses } from './responses.ts';
import { createdAt, type ModelRoute, type Service } from './service.ts';

/** Paths that a model answers. */
const MODEL_ROUTES: Readonly<Record<string, ModelRoute | undefined>> = {
  '/chat/completions': chatCompletions,
  '/responses': responses,
  '/embeddings': embeddings,
};

/** A request as it was read. */
export interface ReadRequest {
  readonly seen: SeenRequest;
  readonly contentType: string;
  readonly raw: Buffer;
}

/** The API without its wire: requests to answers. */
export interface Api {
  /** With the fault of the model or of the status, if any, in it. */
  answer(request: ReadRequest, fault: Fault | null): ApiAnswer;
}

/** What the API asks of the double around it: to enter a line of a batch in the log and the plan, and to bill it. */
export interface Desk {
  openLine(
    batch: string,
    path: string,
    body: JsonObject,
  ): { readonly entry: OpenEntry; readonly planned: PlannedFault | null };
  closeLine(entry: OpenEntry, answer: ApiAnswer): void;
}

export function openAiApi({ models, toy, seed, batchPolls }: DoubleSettings, desk: Desk): Api {
  const service: Service = { models, toy, random: createRandom(`openai-double:toy:${seed}`) };
  const files = fileStore();
  const batches = batchStore(files, batchPolls, (batch, endpoint, line) =>
    answerLine(batch, endpoint, line, service, desk),
  );
  return {
    answer(request, fault) {
      if (fault?.kind === 'status') return errorAnswer(faultError(fault));
      const answer = modelAnswer(request.seen, fault, service) ?? storedAnswer(request, fault, service, files, batches);
      return changed(isApiError(answer) ? errorAnswer(answer) : answer, fault);
    },
  };
}

function faultError({ status, type, code, message }: Extract<Fault, { kind: 'status' }>): ApiError {
  const text = message ?? `The double answered ${status}.`;
  return { status, type: type ?? 'server_error', code: code ?? null, param: null, message: text };
}

/** The answer of a model, or null when the path has none. */
function modelAnswer(seen: SeenRequest, fault: Fault | null, service: Service): ApiAnswer | ApiError | null {
  const route = Object.hasOwn(MODEL_ROUTES, seen.path) ? MODEL_ROUTES[seen.path] : undefined;
  if (route === undefined || seen.method !== 'POST') return null;
  if (seen.body === null) return badRequest('We could not parse the JSON body of your request.');
  const outcome = fault?.kind === 'outcome' ? fault.outcome : null;
  return route({ body: seen.body, number: seen.number, attempt: seen.attempt, outcome }, service);
}

function storedAnswer(
  { seen, contentType, raw }: ReadRequest,
  fault: Fault | null,
  service: Service,
  files: FileStore,
  batches: BatchStore,
): ApiAnswer | ApiError {
  const { method, number, body } = seen;
  const [top, id, last] = seen.path.slice(1).split('/');
  const asked = `${method} ${top}${id === undefined ? '' : '/:id'}${last === undefined ? '' : `/${last}`}`;
  switch (asked) {
    case 'GET models':
      return jsonAnswer({ object: 'list', data: Object.keys(service.models).map(modelBody) });
    case 'GET models/:id':
      return Object.hasOwn(service.models, id)
        ? jsonAnswer(modelBody(id))
        : notFound(`The model '${id}' does not exist.`, 'model_not_found');
    case 'POST files':
      return uploadFile(files, contentType, raw, number);
    case 'GET files':
    case 'GET files/:id':
    case 'DELETE files/:id':
      return fileAnswer(files, method, id, false);
    case 'GET files/:id/content':
      return fileAnswer(files, method, id, true);
    case 'POST batches':
      return body === null ? badRequest('We could not parse the JSON body.') : batches.create(body, number, fault);
    case 'GET batches':
      return batches.list();
    case 'GET batches/:id':
      return batches.look(id);
    case 'POST batches/:id/cancel':
      return batches.cancel(id);
    default:
      return notFound(`Unknown request URL: ${method} ${seen.path}. The double does not play it.`, 'unknown_url');
  }
}

function modelBody(id: string): JsonObject {
  return { id, object: 'model', created: createdAt(0), owned_by: 'verisim' };
}

/** The answer with another body, where the fault has one. */
function changed(answer: ApiAnswer, fault: Fault | null): ApiAnswer {
  if (fault?.kind === 'body') return { ...answer, body: fault.body, contentType: fault.contentType };
  if (fault?.kind !== 'cut-body') return answer;
  return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length * fault.share)) };
}

function answerLine(batch: string, endpoint: string, line: BatchLine, service: Service, desk: Desk): LineResult {
  const path = endpoint.slice('/v1'.length);
  const { entry, planned } = desk.openLine(batch, path, line.body);
  const { number, attempt, model } = entry;
  const fault = planned?.fault ?? null;
  const seen = { number, attempt, model, path, method: 'POST', body: line.body, batch: true };
  const found = fault?.kind === 'status' ? faultError(fault) : (modelAnswer(seen, fault, service) ?? notFound(path));
  const answer = isApiError(found) ? jsonAnswer(errorBody(found), null, found.status) : found;
  desk.closeLine(entry, answer);
  return { number, status: answer.status, body: parseObject(answer.body) ?? {}, usage: answer.used?.usage ?? null };
}
