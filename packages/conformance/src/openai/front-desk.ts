import { createHash } from 'node:crypto';
import type { Desk } from './api.ts';
import type { PlanInForce, SeenRequest } from './fault-plan.ts';
import type { JsonObject } from './json-object.ts';
import type { OpenEntry, RequestLog } from './request-log.ts';

/** Where requests and lines of batches come in. */
export interface FrontDesk extends Desk {
  enter(method: string, path: string, raw: Buffer, body: JsonObject | null): { seen: SeenRequest; entry: OpenEntry };
}

/** Numbers the requests and enters them in the log. */
export function frontDesk(log: RequestLog, plan: PlanInForce): FrontDesk {
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
