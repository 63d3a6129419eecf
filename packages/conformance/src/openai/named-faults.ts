import type { Fault } from './fault.ts';

/** The faults that have a name. */
export type FaultName =
  | 'rate-limited'
  | 'retry-after-0'
  | 'retry-after-1'
  | 'retry-after-300'
  | 'retry-after-date'
  | 'retry-after-garbage'
  | 'internal-error'
  | 'bad-gateway'
  | 'unavailable'
  | 'no-answer'
  | 'no-answer-billed'
  | 'slow-headers'
  | 'dripped-headers'
  | 'slow-body'
  | 'stalled-body'
  | 'endless-body'
  | 'reset'
  | 'half-body-reset'
  | 'half-body-closed'
  | 'html'
  | 'cut-json'
  | 'empty'
  | 'no-choices'
  | 'not-json'
  | 'wrong-schema'
  | 'huge'
  | 'no-usage'
  | 'refusal'
  | 'content-filter'
  | 'length'
  | 'bad-request'
  | 'bad-key'
  | 'forbidden'
  | 'no-quota'
  | 'redirect'
  | 'batch-failed'
  | 'batch-expired';

const RATE_LIMIT = {
  kind: 'status',
  status: 429,
  type: 'requests',
  code: 'rate_limit_exceeded',
  message: 'Rate limit reached for requests. Please try again later.',
} as const;

const serverFault = (status: number, message: string): Fault => ({
  kind: 'status',
  status,
  type: 'server_error',
  code: null,
  message,
});

/** The faults by name, with the values most tests want. */
export const OPENAI_FAULTS: Readonly<Record<FaultName, Fault>> = {
  'rate-limited': RATE_LIMIT,
  'retry-after-0': { ...RATE_LIMIT, retryAfter: '0' },
  'retry-after-1': { ...RATE_LIMIT, retryAfter: '1' },
  'retry-after-300': { ...RATE_LIMIT, retryAfter: '300' },
  'retry-after-date': { ...RATE_LIMIT, retryAfter: { dateIn: 2 } },
  'retry-after-garbage': { ...RATE_LIMIT, retryAfter: 'soon' },
  'internal-error': serverFault(500, 'The server had an error while processing your request.'),
  'bad-gateway': serverFault(502, 'Bad gateway.'),
  unavailable: serverFault(503, 'The engine is currently overloaded, please try again later.'),
  'no-answer': { kind: 'no-answer' },
  'no-answer-billed': { kind: 'no-answer', bills: true },
  'slow-headers': { kind: 'slow-headers', delay: 5_000 },
  'dripped-headers': { kind: 'dripped-headers', bytes: 1, every: 200 },
  'slow-body': { kind: 'slow-body', bytes: 1, every: 200 },
  'stalled-body': { kind: 'stalled-body' },
  'endless-body': { kind: 'endless-body' },
  reset: { kind: 'reset' },
  'half-body-reset': { kind: 'half-body', end: 'reset' },
  'half-body-closed': { kind: 'half-body', end: 'close' },
  html: {
    kind: 'body',
    body: '<!doctype html><html><title>Proxy</title><body><h1>Please sign in</h1></body></html>',
    contentType: 'text/html; charset=utf-8',
  },
  'cut-json': { kind: 'cut-body', share: 0.6 },
  empty: { kind: 'body', body: '', contentType: 'application/json' },
  'no-choices': { kind: 'outcome', outcome: 'no-choices' },
  'not-json': { kind: 'outcome', outcome: 'not-json' },
  'wrong-schema': { kind: 'outcome', outcome: 'wrong-schema' },
  huge: { kind: 'outcome', outcome: 'huge' },
  'no-usage': { kind: 'outcome', outcome: 'no-usage' },
  refusal: { kind: 'outcome', outcome: 'refusal' },
  'content-filter': { kind: 'outcome', outcome: 'content-filter' },
  length: { kind: 'outcome', outcome: 'length' },
  'bad-request': {
    kind: 'status',
    status: 400,
    type: 'invalid_request_error',
    code: null,
    message: 'The request was refused by a fault of the double.',
  },
  'bad-key': {
    kind: 'status',
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  },
  forbidden: {
    kind: 'status',
    status: 403,
    type: 'invalid_request_error',
    code: 'unsupported_country_region_territory',
    message: 'Country, region, or territory not supported.',
  },
  'no-quota': {
    kind: 'status',
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  redirect: { kind: 'redirect', status: 307 },
  'batch-failed': { kind: 'batch', status: 'failed' },
  'batch-expired': { kind: 'batch', status: 'expired' },
};
