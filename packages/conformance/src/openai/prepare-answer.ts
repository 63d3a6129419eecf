import type { ReadRequest } from './api.ts';
import { type ApiAnswer, errorAnswer } from './api-answer.ts';
import { elapsedMs, httpDate } from './clock.ts';
import type { Fault } from './fault.ts';
import type { PlannedFault } from './fault-plan.ts';
import { duration, type LimitAnswer } from './rate-limits.ts';
import type { RunningDouble } from './running-double.ts';

/** An answer, its headers, and the fault it is sent with. */
export interface PreparedAnswer {
  readonly answer: ApiAnswer;
  readonly headers: Readonly<Record<string, string>>;
  readonly planned: PlannedFault | null;
}

/** Address and key first, then the plan of faults, the limits, and the API. What a rule or a callback of the user throws is answered as 500. */
export function prepareAnswer(
  running: RunningDouble,
  request: ReadRequest,
  key: string,
  asked: { readonly key: string | undefined; readonly below: boolean },
): PreparedAnswer {
  if (!asked.below) return { answer: NO_SUCH_URL, headers: {}, planned: null };
  if (asked.key !== `Bearer ${running.settings.apiKey}`) return { answer: BAD_KEY, headers: {}, planned: null };
  try {
    const planned = running.plan.next(request.seen, key);
    return { ...limitedAnswer(running, request, planned?.fault ?? null), planned };
  } catch (error) {
    const message = `The double failed, by a rule or a callback it was given: ${error instanceof Error ? error.message : String(error)}`;
    const failed = { status: 500, type: 'server_error', code: 'double_failed', param: null, message };
    return { answer: errorAnswer(failed), headers: {}, planned: null };
  }
}

function limitedAnswer(
  { limit, log, api, second }: RunningDouble,
  request: ReadRequest,
  fault: Fault | null,
): Omit<PreparedAnswer, 'planned'> {
  const { seen } = request;
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
