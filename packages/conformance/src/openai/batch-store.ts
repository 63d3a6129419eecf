import { createRandom, shuffle } from '@verisim/core';
import { type ApiAnswer, type ApiError, badRequest, jsonAnswer, notFound } from './api-answer.ts';
import { type BatchFault, type BatchLine, readBatch } from './batch-line.ts';
import type { Fault } from './fault.ts';
import { type FileStore, listAnswer } from './file-store.ts';
import type { JsonObject } from './json-object.ts';
import { createdAt, idOf } from './service.ts';

/** What a line of a batch came to. */
export interface LineResult {
  readonly number: number;
  readonly status: number;
  readonly body: JsonObject;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | null;
}

/** The batches of a double: they move on when they are looked at. */
export interface BatchStore {
  create(body: JsonObject, number: number, fault: Fault | null): ApiAnswer | ApiError;
  /** Looks at one; each look is a step: validating, in_progress (`polls` times), finalizing, completed. */
  look(id: string): ApiAnswer | ApiError;
  cancel(id: string): ApiAnswer | ApiError;
  list(): ApiAnswer;
}

interface Batch {
  about: JsonObject;
  readonly lines: readonly BatchLine[];
  readonly fault: Fault | null;
  readonly number: number;
  looks: number;
}

const ENDPOINTS = ['/v1/chat/completions', '/v1/responses', '/v1/embeddings'];
const DAY = 86_400;
const ENDED = ['completed', 'failed', 'expired', 'cancelled'];

export function batchStore(files: FileStore, polls: number, answerLine: AnswerLine): BatchStore {
  const batches = new Map<string, Batch>();
  const found = (id: string, act: (batch: Batch) => void): ApiAnswer | ApiError => {
    const batch = batches.get(id);
    if (batch === undefined) return notFound(`No batch found with id '${id}'.`);
    act(batch);
    return jsonAnswer(batch.about);
  };
  return {
    create(body, number, fault) {
      const batch = newBatch(body, number, fault, files);
      if ('message' in batch) return batch;
      batches.set(String(batch.about.id), batch);
      return jsonAnswer(batch.about);
    },
    look: (id) => found(id, (batch) => step(batch, polls, files, answerLine)),
    cancel: (id) =>
      found(id, (batch) => {
        if (!ENDED.includes(String(batch.about.status))) move(batch, 'cancelling');
      }),
    list: () => listAnswer([...batches.values()].reverse().map(({ about }) => about)),
  };
}

function newBatch(body: JsonObject, number: number, fault: Fault | null, files: FileStore): Batch | ApiError {
  const { input_file_id: fileId, endpoint, completion_window: window, metadata } = body;
  if (typeof endpoint !== 'string' || !ENDPOINTS.includes(endpoint)) {
    return badRequest(`Invalid 'endpoint': the double plays ${ENDPOINTS.join(', ')}.`, 'endpoint');
  }
  if (window !== '24h') return badRequest("Invalid 'completion_window': expected '24h'.", 'completion_window');
  const file = files.get(String(fileId));
  if (file === undefined) return badRequest(`Invalid 'input_file_id': no such file '${fileId}'.`, 'input_file_id');
  const read = readBatch(file.text, endpoint);
  const lines = 'faults' in read ? [] : read;
  const about = {
    id: idOf('batch_', number),
    object: 'batch',
    endpoint,
    input_file_id: file.id,
    completion_window: window,
    status: 'validating',
    created_at: createdAt(number),
    expires_at: createdAt(number) + DAY,
    request_counts: { total: lines.length, completed: 0, failed: 0 },
    metadata: metadata ?? null,
    ...('faults' in read ? { errors: { object: 'list', data: read.faults } } : {}),
  };
  return { about, lines, fault: fault?.kind === 'batch' ? fault : null, number, looks: 0 };
}

function move(batch: Batch, status: string, more: JsonObject = {}): void {
  const at = `${status}_at`;
  batch.about = { ...batch.about, ...more, status, [at]: createdAt(batch.number) + batch.looks };
}

type AnswerLine = (batch: string, endpoint: string, line: BatchLine) => LineResult;

function step(batch: Batch, polls: number, files: FileStore, answerLine: AnswerLine): void {
  const { status, errors } = batch.about;
  if (ENDED.includes(String(status))) return;
  batch.looks++;
  const ends = batch.fault?.kind === 'batch' ? batch.fault.status : 'completed';
  if (status === 'cancelling') move(batch, 'cancelled');
  else if (errors !== undefined) move(batch, 'failed');
  else if (ends === 'failed') move(batch, 'failed', { errors: { object: 'list', data: [BROKEN] } });
  else if (batch.looks <= polls) move(batch, 'in_progress');
  else if (status !== 'finalizing') move(batch, 'finalizing');
  else finish(batch, ends, files, answerLine);
}

/** Answers the lines: all, or the first half when the batch expires. */
function finish(batch: Batch, ends: 'completed' | 'expired', files: FileStore, answerLine: AnswerLine): void {
  const { lines, about } = batch;
  const asked = ends === 'expired' ? lines.slice(0, lines.length >> 1) : lines;
  const results = asked.map((line) => ({ line, result: answerLine(String(about.id), String(about.endpoint), line) }));
  const isGood = ({ result }: (typeof results)[number]) => result.status === 200;
  const good = results.filter(isGood).map(({ line, result }) => outputLine(line, result));
  const bad = results.filter((one) => !isGood(one)).map(({ line, result }) => outputLine(line, result));
  const late = lines.slice(asked.length).map(expiredLine);
  move(batch, ends, {
    output_file_id: written(files, batch, 'output', good),
    error_file_id: written(files, batch, 'error', [...bad, ...late]),
    request_counts: { total: lines.length, completed: good.length, failed: bad.length + late.length },
    usage: usageOf(results.map(({ result }) => result)),
  });
}

const BROKEN: BatchFault = {
  code: 'server_error',
  message: 'The batch failed by a fault of the double.',
  param: null,
  line: null,
};

function outputLine({ customId }: BatchLine, { number, status, body }: LineResult): JsonObject {
  const response = { status_code: status, request_id: idOf('req_', number), body };
  return { id: idOf('batch_req_', number), custom_id: customId, response, error: null };
}

function expiredLine({ customId }: BatchLine, i: number): JsonObject {
  const error = {
    code: 'batch_expired',
    message: 'This request could not be executed before the completion window expired.',
  };
  return { id: idOf('batch_req_expired_', i), custom_id: customId, response: null, error };
}

/** Lines in another order than they were asked for, as the API warns. */
function written(files: FileStore, { about, number }: Batch, kind: string, lines: JsonObject[]): string | undefined {
  if (lines.length === 0) return undefined;
  const order = shuffle([...lines], createRandom(`${about.id}:${kind}`));
  const text = order.map((line) => `${JSON.stringify(line)}\n`).join('');
  return files.put(text, `${about.id}_${kind}.jsonl`, 'batch_output', number).id;
}

function usageOf(results: readonly LineResult[]): JsonObject {
  const sum = (of: 'promptTokens' | 'completionTokens') =>
    results.reduce((total, { usage }) => total + (usage?.[of] ?? 0), 0);
  const [input, output] = [sum('promptTokens'), sum('completionTokens')];
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}
