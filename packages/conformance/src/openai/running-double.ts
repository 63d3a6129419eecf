import type { Api } from './api.ts';
import type { DoubleSettings } from './double-options.ts';
import type { PlanInForce } from './fault-plan.ts';
import type { FrontDesk } from './front-desk.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RequestLog } from './request-log.ts';
import type { SecondPort } from './second-port.ts';

/** The parts of a double at work. */
export interface RunningDouble {
  readonly settings: DoubleSettings;
  readonly log: RequestLog;
  readonly plan: PlanInForce;
  readonly front: FrontDesk;
  readonly second: SecondPort;
  readonly api: Api;
  readonly limit: RateLimits;
  /** Ends the waits of answers on their way out. */
  readonly waiting: Set<() => void>;
}
