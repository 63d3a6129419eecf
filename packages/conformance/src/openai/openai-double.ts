import { createServer } from 'node:http';
import { openAiApi } from './api.ts';
import { doubleSettings, type OpenAiDoubleOptions } from './double-options.ts';
import { type FaultPlan, faultPlan } from './fault-plan.ts';
import { frontDesk } from './front-desk.ts';
import { handleRequest } from './handle-request.ts';
import { listen, stop } from './listen.ts';
import { rateLimits } from './rate-limits.ts';
import { type Bill, type LoggedRequest, type RequestLog, requestLog } from './request-log.ts';
import type { RunningDouble } from './running-double.ts';
import { type StrayRequest, secondPort } from './second-port.ts';

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
  const running: RunningDouble = {
    settings,
    log,
    plan,
    front,
    second,
    waiting,
    api: openAiApi(settings, front),
    limit: rateLimits(settings.limits),
  };
  const server = createServer((request, response) => void handleRequest(running, request, response));
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

async function settled(log: RequestLog): Promise<void> {
  while (log.active() > 0) await new Promise((resolve) => setTimeout(resolve, 2));
}
