import type { VerisimError } from '@verisim/core';
import { keyRefused, quotaExhausted, redirected, requestRefused } from '../errors.ts';
import type { CallEnd } from './limiter.ts';
import { retryAfterMs } from './rate-headers.ts';
import type { Redact } from './redact.ts';
import type { Sent } from './send.ts';

/** What is to be done about a request that brought no answer. */
export interface Judged {
  /** For the limiter. */
  readonly end: CallEnd;
  /** `again`: try once more; `stop`: the whole run cannot go on; `question`: this question alone is refused; `filtered`: that is the answer. */
  readonly step: 'again' | 'stop' | 'question' | 'filtered';
  /** The call may have been paid for. */
  readonly lost: boolean;
  readonly why: string;
  /** Why the run stops. */
  readonly error: VerisimError | null;
}

/** Statuses by which a gateway tells that it lost the answer of a server that may have made one. */
const LOST_BEHIND_GATEWAY = [408, 502, 504, 524];
/** Without a connection no request was carried. */
const NEVER_CONNECTED =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|connect timeout|certificate|bad port|credentials/i;
const OUT_OF_MONEY = ['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active'];
const FILTERED = ['content_filter', 'content_policy_violation'];

/** Tells what a request that brought no answer means. All text is redacted. */
export function judgeSent(
  sent: Exclude<Sent, { kind: 'answer' }>,
  endpoint: string,
  model: string,
  redact: Redact,
): Judged {
  if (sent.kind === 'nothing') return judgeNothing(sent, endpoint, redact);
  const { status, code, headers } = sent;
  const message = redact(sent.message);
  const why = `HTTP ${status}${code === '' ? '' : ` ${redact(code).slice(0, 60)}`}`;
  const stop = (error: VerisimError): Judged => ({ end: { kind: 'other' }, step: 'stop', lost: false, why, error });
  if (status === 401 || status === 403) return stop(keyRefused(endpoint, status));
  if (status === 402 || OUT_OF_MONEY.includes(code)) return stop(quotaExhausted(endpoint, message));
  if (status >= 300 && status < 400) return stop(redirected(endpoint));
  if (status === 429) {
    const end: CallEnd = { kind: 'limited', retryMs: retryAfterMs(headers), headers, what: why };
    return { end, step: 'again', lost: false, why, error: null };
  }
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    const end: CallEnd = { kind: 'failed', retryMs: retryAfterMs(headers), what: why };
    return { end, step: 'again', lost: LOST_BEHIND_GATEWAY.includes(status), why, error: null };
  }
  if (FILTERED.includes(code)) return { end: { kind: 'other' }, step: 'filtered', lost: false, why, error: null };
  const error = requestRefused(endpoint, model, status, message);
  return {
    end: { kind: 'other' },
    step: status === 404 ? 'stop' : 'question',
    lost: false,
    why: `${why}: ${message}`,
    error,
  };
}

function judgeNothing({ why, message }: Sent & { kind: 'nothing' }, endpoint: string, redact: Redact): Judged {
  const said = redact(message);
  if (why === 'redirect') {
    return { end: { kind: 'other' }, step: 'stop', lost: false, why: 'redirected', error: redirected(endpoint) };
  }
  if (why === 'stopped') return { end: { kind: 'other' }, step: 'stop', lost: true, why: 'stopped', error: null };
  const what = why === 'deadline' ? said : `no answer: ${said}`;
  const lost = why === 'deadline' || !NEVER_CONNECTED.test(message);
  return { end: { kind: 'failed', retryMs: null, what }, step: 'again', lost, why: what, error: null };
}
