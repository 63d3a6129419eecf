/** What the toy model does wrong: the answer is a good HTTP answer. */
export type ModelOutcome =
  | 'refusal'
  | 'content-filter'
  | 'length'
  | 'not-json'
  | 'wrong-schema'
  | 'huge'
  | 'no-choices'
  | 'no-usage';

/**
 * A thing that goes wrong. Delays are in milliseconds. An answer of status 200 is billed when its first byte is sent, another is not;
 * `bills` says otherwise: a call without an answer that was paid for all the same.
 */
export type Fault = (
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly type?: string;
      readonly code?: string | null;
      readonly message?: string;
      /** The header's text; `{ dateIn: 2 }` is the HTTP date two seconds ahead. */
      readonly retryAfter?: string | { readonly dateIn: number };
    }
  | { readonly kind: 'outcome'; readonly outcome: ModelOutcome }
  /** Another body in place of the right one. */
  | { readonly kind: 'body'; readonly body: string; readonly contentType: string }
  /** The first share of the body, with a length that says it is whole. */
  | { readonly kind: 'cut-body'; readonly share: number }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'slow-headers'; readonly delay: number }
  /** Status line, headers and body a few bytes at a time. */
  | { readonly kind: 'dripped-headers'; readonly bytes: number; readonly every: number }
  | { readonly kind: 'slow-body'; readonly bytes: number; readonly every: number }
  /** Half the body, then nothing. */
  | { readonly kind: 'stalled-body' }
  /** White space without end after the body. */
  | { readonly kind: 'endless-body' }
  /** The connection is reset before the answer. */
  | { readonly kind: 'reset' }
  /** Half the body, then the connection is reset, or closed in good order. */
  | { readonly kind: 'half-body'; readonly end: 'reset' | 'close' }
  /** To the double's second port, which keeps what it sees. */
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 303 | 307 | 308 }
  /** A batch that ends so: half its lines are answered when it expires, none when it fails. */
  | { readonly kind: 'batch'; readonly status: 'failed' | 'expired' }
) & { readonly bills?: boolean };
