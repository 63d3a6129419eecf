/** Headers as anything that can be asked by name. */
export interface HeaderSource {
  get(name: string): string | null;
}

/** What a server says is left of an allowance that fills up steadily. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until it is full again. */
  readonly resetMs: number;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `1s`, `6m0s`, `88ms`, `1h2m3.5s` or a plain number of seconds; `null` for anything else. */
export function durationMs(text: string | null): number | null {
  if (text === null) return null;
  const word = text.trim();
  if (/^\d+(\.\d+)?$/.test(word)) return Number(word) * 1000;
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(word)) return null;
  let total = 0;
  for (const [, amount, unit] of word.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) total += Number(amount) * UNITS[unit];
  return total;
}

/**
 * Milliseconds that a server asks to wait: `retry-after-ms`, `Retry-After` in seconds, or as an HTTP date, taken against the answer's own
 * `Date` so that no clock here matters (RFC 9110, section 10.2.3). `null` when nothing is asked or it cannot be read.
 */
export function retryAfterMs(headers: HeaderSource): number | null {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds;
  const text = headers.get('retry-after');
  if (text === null) return null;
  const seconds = durationMs(text);
  if (seconds !== null) return seconds;
  const wait = httpDate(text) - httpDate(headers.get('date') ?? '');
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

function httpDate(text: string): number {
  return /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
}

/** `x-ratelimit-*` for `requests` or `tokens`; `null` unless all three can be read. */
export function allowanceOf(headers: HeaderSource, what: 'requests' | 'tokens'): Allowance | null {
  const limit = count(headers.get(`x-ratelimit-limit-${what}`));
  const remaining = count(headers.get(`x-ratelimit-remaining-${what}`));
  const resetMs = durationMs(headers.get(`x-ratelimit-reset-${what}`));
  if (limit === null || remaining === null || resetMs === null || limit < 1) return null;
  return { limit, remaining: Math.min(remaining, limit), resetMs };
}

function count(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;
}
