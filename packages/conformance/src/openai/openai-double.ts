import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Api, type Desk, openAiApi, type ReadRequest } from './api.ts';
import { type ApiAnswer, errorAnswer } from './api-answer.ts';
import { elapsedMs, httpDate } from './clock.ts';
import { type DoubleSettings, doubleSettings, type OpenAiDoubleOptions } from './double-options.ts';
import type { Fault } from './fault.ts';
import { type FaultPlan, faultPlan, type PlannedFault, type SeenRequest } from './fault-plan.ts';
import { type JsonObject, parseObject } from './json-object.ts';
import { listen, stop } from './listen.ts';
import { duration, type LimitAnswer, rateLimits } from './rate-limits.ts';
import { readBody } from './read-body.ts';
import { type Bill, type LoggedRequest, type OpenEntry, type RequestLog, requestLog } from './request-log.ts';
import { type SecondPort, type StrayRequest, secondPort } from './second-port.ts';
import { type Sending, sendAnswer } from './send-answer.ts';
import { idOf } from './service.ts';

/** A double of the OpenAI API at work. */
export interface OpenAiDouble {
  /** The `baseURL` of a client: `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  /** What is owed so far. A request is on it before the first byte of its answer is sent. */
  bill(): Bill;
  /** All requests so far, lines of batches among them, in the order they came. */
  requests(): readonly LoggedRequest[];
  /** Rules that may be added and cleared while it runs. */
  readonly faults: FaultPlan;
  /** What a redirect led away to the second port. */
  strays(): readonly StrayRequest[];
  /** Resolves when no request is at work: the log is complete. */
  settled(): Promise<void>;
  /** Closes both ports and every connection. */
  close(): Promise<void>;
}

/**
 * Starts a server on the loopback interface that speaks chat completions, responses, embeddings, files, batches and models as the OpenAI API does, answers by a
 * toy model, keeps the bill and does the faults it is told to. Several may run beside each other. Throws `conformance/bad-double-option`,
 * `conformance/bad-fault-rule`.
 */
export async function startOpenAiDouble(options: OpenAiDoubleOptions = {}): Promise<OpenAiDouble> {
  const settings = doubleSettings(options);
  const plan = faultPlan(settings.faults, settings.seed);
  const log = requestLog(settings.models, settings.keepBodies);
  const front = frontDesk(log, plan);
  const second = await secondPort();
  const waiting = new Set<() => void>();
  const house: House = {
    settings,
    log,
    plan,
    front,
    second,
    waiting,
    api: openAiApi(settings, front),
    limit: rateLimits(settings.limits),
  };
  const server = createServer((request, response) => void handle(house, request, response));
  server.keepAliveTimeout = 0;
  const origin = await listen(server);
  return {
    url: `${origin}/v1`,
    bill: log.bill,
    requests: () => [...log.entries],
    faults: plan,
    strays: () => [...second.requests],
    settled: () => settled(log),
    async close() {
      for (const wake of waiting) wake();
      await Promise.all([stop(server), second.close()]);
    },
  };
}

interface House {
  readonly settings: DoubleSettings;
  readonly log: RequestLog;
  readonly plan: ReturnType<typeof faultPlan>;
  readonly front: ReturnType<typeof frontDesk>;
  readonly second: SecondPort;
  readonly api: Api;
  readonly limit: ReturnType<typeof rateLimits>;
  readonly waiting: Set<() => void>;
}

/** Numbers the requests and enters them in the log. */
function frontDesk(
  log: RequestLog,
  plan: ReturnType<typeof faultPlan>,
): Desk & {
  enter(method: string, path: string, raw: Buffer, body: JsonObject | null): { seen: SeenRequest; entry: OpenEntry };
} {
  const attempts = new Map<string, number>();
  const enter = (method: string, path: string, raw: Buffer, body: JsonObject | null, batch: string | null = null) => {
    const hash = createHash('sha256').update(`${method} ${path}\n`).update(raw).digest('hex');
    const attempt = (attempts.get(hash) ?? 0) + 1;
    attempts.set(hash, attempt);
    const model = typeof body?.model === 'string' ? body.model : null;
    const seen = { number: log.entries.length + 1, method, path, attempt, model, body, batch: batch !== null };
    return { seen, entry: log.open(seen, hash, batch) };
  };
  return {
    enter,
    openLine(batch, path, body) {
      const { seen, entry } = enter('POST', path, Buffer.from(JSON.stringify(body)), body, batch);
      const planned = plan.next(seen, entry.hash);
      entry.fault = planned?.name ?? null;
      return { entry, planned };
    },
    closeLine(entry, answer) {
      entry.status = answer.status;
      if (answer.status === 200) log.charge(entry, answer.used);
      log.close(entry, 'whole');
    },
  };
}

async function handle(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const raw = await readBody(request);
  if (raw === null || response.destroyed) return void response.destroy();
  const { pathname } = new URL(request.url ?? '/', 'http://double');
  const path = pathname.startsWith('/v1/') ? pathname.slice('/v1'.length) : pathname;
  const contentType = request.headers['content-type'] ?? '';
  const body = contentType.startsWith('application/json') ? parseObject(raw.toString('utf8')) : null;
  const { seen, entry } = house.front.enter(request.method ?? '', path, raw, body);
  const known = request.headers.authorization === `Bearer ${house.settings.apiKey}` && pathname.startsWith('/v1/');
  const planned = known ? house.plan.next(seen, entry.hash) : null;
  entry.fault = planned?.name ?? null;
  const began = elapsedMs();
  const { answer, headers } = known
    ? prepared(house, { seen, contentType, raw }, planned)
    : { answer: pathname.startsWith('/v1/') ? BAD_KEY : NO_SUCH_URL, headers: {} };
  const sending = openSending(house, response, entry, answer, planned?.fault ?? null);
  if (answer.used !== null && house.settings.latencyMs > 0) {
    const left = house.settings.latencyMs - (elapsedMs() - began);
    if (!(await sending.wait(left))) return;
  }
  const taken = { 'openai-processing-ms': String(Math.round(elapsedMs() - began)), 'openai-version': '2020-10-01' };
  const named = { 'x-request-id': idOf('req_', entry.number), 'openai-organization': 'verisim-double' };
  if (response.destroyed) return;
  await sendAnswer({ ...sending, headers: { ...headers, ...taken, ...named } }, planned?.fault ?? null);
}

/** The answer and its headers: limits first, then the fault, then the API. */
function prepared(
  { limit, log, api, second }: House,
  request: ReadRequest,
  planned: PlannedFault | null,
): { readonly answer: ApiAnswer; readonly headers: Readonly<Record<string, string>> } {
  const { seen } = request;
  const fault = planned?.fault ?? null;
  if (fault?.kind === 'redirect') {
    const answer = { status: fault.status, contentType: 'text/plain', body: '', used: null };
    return { answer, headers: { location: `${second.url}/v1${seen.path}` } };
  }
  const limits = seen.model === null ? FREE : limit(seen.model, seen.body, elapsedMs(), log.active());
  if (fault === null && limits.waitMs !== null) {
    return { answer: TOO_MANY, headers: { ...limits.headers, ...retryHeaders(limits.waitMs) } };
  }
  return { answer: api.answer(request, fault), headers: { ...limits.headers, ...faultHeaders(fault) } };
}

const FREE: LimitAnswer = { headers: {}, waitMs: null };

const BAD_KEY = errorAnswer({
  status: 401,
  type: 'invalid_request_error',
  code: 'invalid_api_key',
  param: null,
  message: 'Incorrect API key provided.',
});

const NO_SUCH_URL = errorAnswer({
  status: 404,
  type: 'invalid_request_error',
  code: 'unknown_url',
  param: null,
  message: 'Unknown request URL: the address of the double ends in /v1.',
});

const TOO_MANY = errorAnswer({
  status: 429,
  type: 'requests',
  code: 'rate_limit_exceeded',
  param: null,
  message: 'Rate limit reached. Please try again later.',
});

function retryHeaders(waitMs: number): Readonly<Record<string, string>> {
  return { 'retry-after': String(Math.ceil(waitMs / 1000)), 'retry-after-ms': String(Math.ceil(waitMs)) };
}

function faultHeaders(fault: Fault | null): Readonly<Record<string, string>> {
  if (fault?.kind !== 'status') return {};
  const { retryAfter, code } = fault;
  const limited: Record<string, string> =
    code === 'rate_limit_exceeded'
      ? { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': duration(1000) }
      : {};
  if (retryAfter === undefined) return limited;
  return { ...limited, 'retry-after': typeof retryAfter === 'string' ? retryAfter : httpDate(retryAfter.dateIn) };
}

/** An answer's way out, with the log kept along it. */
function openSending(
  { log, waiting }: House,
  response: ServerResponse,
  entry: OpenEntry,
  answer: ApiAnswer,
  fault: Fault | null,
): Omit<Sending, 'headers'> {
  let whole = false;
  const charged = fault?.bills ?? true;
  if (fault?.bills === true) log.charge(entry, answer.used);
  const done = () =>
    log.close(entry, whole || response.writableFinished ? 'whole' : entry.status === null ? 'none' : 'part');
  response.once('finish', done);
  response.once('close', done);
  response.on('error', () => {});
  return {
    response,
    answer,
    begin(status) {
      entry.status = status;
      if (charged && status === 200) log.charge(entry, answer.used);
    },
    sentWhole() {
      whole = true;
    },
    wait: (ms) => waited(ms, response, waiting),
  };
}

function waited(ms: number, response: ServerResponse, waiting: Set<() => void>): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (here: boolean) => {
      clearTimeout(timer);
      waiting.delete(leave);
      response.off('close', leave);
      resolve(here);
    };
    const leave = () => end(false);
    const timer = setTimeout(() => end(true), Math.max(0, ms));
    waiting.add(leave);
    response.once('close', leave);
  });
}

async function settled(log: RequestLog): Promise<void> {
  while (log.active() > 0) await new Promise((resolve) => setTimeout(resolve, 2));
}
