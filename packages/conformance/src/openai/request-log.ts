import type { ApiAnswer } from './api-answer.ts';
import { elapsedMs } from './clock.ts';
import { costOf, type DoubleModel } from './double-model.ts';
import type { SeenRequest } from './fault-plan.ts';
import type { JsonObject } from './json-object.ts';

/** One request, or one line of a batch, and what became of it. */
export interface LoggedRequest {
  /** Its place among all, from 1. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly model: string | null;
  /** How often the same body has come to the same path, this time among them. */
  readonly attempt: number;
  /** SHA-256 of path and body in hexadecimal: equal for equal requests. */
  readonly hash: string;
  /** The JSON body, where `keepBodies` was asked for. */
  readonly body: JsonObject | null;
  /** The batch it is a line of. */
  readonly batch: string | null;
  /** The fault that happened to it. */
  readonly fault: string | null;
  /** `null` until an answer has begun. */
  readonly status: number | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** What it cost in millionths of a dollar: more than 0 only when it was billed. */
  readonly microdollars: number;
  readonly billed: boolean;
  /**
   * How much of the answer was handed to the operating system. `whole` does not prove that the client read it: one that is killed at that moment
   * did not. `part` and `none` prove that it has no whole answer.
   */
  readonly sent: 'pending' | 'none' | 'part' | 'whole';
  /** Requests at work when it came, this one among them. */
  readonly concurrent: number;
  /** Milliseconds since some moment before the double began; `endedAt` is `null` while it lasts. */
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** A sum of the log. */
export interface BillLine {
  /** Requests billed. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Millionths of a dollar, a whole number. */
  readonly microdollars: number;
}

/** What a client owes. */
export interface Bill extends BillLine {
  readonly models: Readonly<Record<string, BillLine>>;
}

/** A logged request that the double may still write to. */
export type OpenEntry = { -readonly [K in keyof LoggedRequest]: LoggedRequest[K] };

/** All requests of a double, in the order they came. */
export interface RequestLog {
  readonly entries: readonly LoggedRequest[];
  open(request: SeenRequest, hash: string, batch: string | null): OpenEntry;
  /** Bills what an answer used, once. */
  charge(entry: OpenEntry, used: ApiAnswer['used']): void;
  close(entry: OpenEntry, sent: LoggedRequest['sent']): void;
  bill(): Bill;
  /** Requests at work. */
  active(): number;
}

export function requestLog(models: Readonly<Record<string, DoubleModel>>, keepBodies: boolean): RequestLog {
  const entries: OpenEntry[] = [];
  let active = 0;
  return {
    entries,
    open({ number, method, path, model, attempt, body }, hash, batch) {
      active++;
      const kept = keepBodies ? body : null;
      const asked = { number, method, path, model, attempt, hash, body: kept, batch, concurrent: active };
      const entry: OpenEntry = { ...asked, ...UNANSWERED, startedAt: elapsedMs() };
      entries.push(entry);
      return entry;
    },
    charge(entry, used) {
      if (entry.billed || used === null) return;
      entry.billed = true;
      entry.promptTokens = used.usage.promptTokens;
      entry.completionTokens = used.usage.completionTokens;
      const { promptTokens, completionTokens } = used.usage;
      entry.microdollars = costOf(models[used.model], promptTokens, completionTokens, { batch: entry.batch !== null });
    },
    close(entry, sent) {
      if (entry.endedAt !== null) return;
      active--;
      entry.sent = sent;
      entry.endedAt = elapsedMs();
    },
    bill: () => billOf(entries),
    active: () => active,
  };
}

const UNANSWERED = {
  fault: null,
  status: null,
  promptTokens: 0,
  completionTokens: 0,
  microdollars: 0,
  billed: false,
  sent: 'pending',
  endedAt: null,
} as const;

function billOf(entries: readonly LoggedRequest[]): Bill {
  const billed = entries.filter((entry) => entry.billed);
  const models = Map.groupBy(billed, ({ model }) => model ?? '');
  return {
    ...lineOf(billed),
    models: Object.fromEntries([...models].map(([name, group]) => [name, lineOf(group)])),
  };
}

function lineOf(entries: readonly LoggedRequest[]): BillLine {
  const sum = (of: (entry: LoggedRequest) => number) => entries.reduce((total, entry) => total + of(entry), 0);
  return {
    requests: entries.length,
    promptTokens: sum(({ promptTokens }) => promptTokens),
    completionTokens: sum(({ completionTokens }) => completionTokens),
    microdollars: sum(({ microdollars }) => microdollars),
  };
}
