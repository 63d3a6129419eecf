import { createRandom, type Random } from '@verisim/core';
import { badFaultRule } from '../errors.ts';
import type { Fault } from './fault.ts';
import type { JsonObject } from './json-object.ts';
import { type FaultName, OPENAI_FAULTS } from './named-faults.ts';

/** A request as a rule may look at it. */
export interface SeenRequest {
  /** Its place among all requests, from 1. */
  readonly number: number;
  readonly method: string;
  /** Below the address of the double: `/chat/completions`. */
  readonly path: string;
  /** How often the same body has come to the same path, this time among them, from 1. */
  readonly attempt: number;
  readonly model: string | null;
  /** The JSON body, `null` when there is none. */
  readonly body: JsonObject | null;
  /** Whether it is a line of a batch. */
  readonly batch: boolean;
}

/** When a fault happens. Without any condition: always. */
export interface FaultRule {
  readonly fault: FaultName | Fault;
  /** Only requests to this path. */
  readonly path?: string;
  /** Only requests of which this holds. */
  readonly where?: (request: SeenRequest) => boolean;
  /** Which ones, from 1, counted among the requests that meet `path` and `where` and that the fault can happen to. */
  readonly at?: readonly number[];
  /** The first and the last one, counted so. */
  readonly from?: number;
  readonly until?: number;
  /** The chance in [0, 1]; drawn from the seed, the body and the attempt, so that it does not hang on the order of arrival. */
  readonly probability?: number;
  /** The most times it happens. */
  readonly times?: number;
}

/** A fault that is to happen to a request. */
export interface PlannedFault {
  /** Its name, or its kind when the rule gave one of its own. */
  readonly name: string;
  readonly fault: Fault;
}

/** The rules in force. */
export interface FaultPlan {
  /** The first rule that applies to a request wins. Throws `conformance/bad-fault-rule`. */
  add(rule: FaultRule): void;
  clear(): void;
}

interface CountedRule {
  readonly rule: FaultRule;
  readonly planned: PlannedFault;
  readonly random: Random;
  seen: number;
  happened: number;
}

/** A plan that is asked for each request in turn. */
export interface PlanInForce extends FaultPlan {
  /** `key` names the request's path and body. */
  next(request: SeenRequest, key: string): PlannedFault | null;
}

export function faultPlan(rules: readonly FaultRule[], seed: number | string): PlanInForce {
  let counted: CountedRule[] = [];
  const random = createRandom(`openai-double:faults:${seed}`);
  const add = (rule: FaultRule) => void counted.push(countedRule(rule, random.fork(`rule:${counted.length}`)));
  for (const rule of rules) add(rule);
  return {
    add,
    clear() {
      counted = [];
    },
    next(request, key) {
      const hits = counted.filter((one) => applies(one, request, key));
      const [first] = hits;
      if (first === undefined) return null;
      first.happened++;
      return first.planned;
    },
  };
}

function countedRule(rule: FaultRule, random: Random): CountedRule {
  const { fault, probability = 1, at = [], from = 1, until = Number.POSITIVE_INFINITY, times = 1 } = rule;
  const known: Readonly<Record<string, Fault>> = OPENAI_FAULTS;
  const found = typeof fault === 'string' ? known[fault] : fault;
  if (found === undefined) throw badFaultRule(`there is no fault "${fault}"`, Object.keys(OPENAI_FAULTS));
  if (!(probability >= 0 && probability <= 1)) throw badFaultRule(`its probability ${probability} is not in [0, 1]`);
  if ([...at, from, times].some((count) => !(Number.isInteger(count) && count >= 1)) || !(until >= from)) {
    throw badFaultRule('`at`, `from`, `until` and `times` count requests from 1');
  }
  const name = typeof fault === 'string' ? fault : fault.kind;
  return { rule, planned: { name, fault: found }, random, seen: 0, happened: 0 };
}

function applies(one: CountedRule, request: SeenRequest, key: string): boolean {
  const { path, where, at, from = 1, until = Number.POSITIVE_INFINITY, probability, times } = one.rule;
  if (!canHappen(one.planned.fault, request)) return false;
  if (path !== undefined && path !== request.path) return false;
  if (where !== undefined && !where(request)) return false;
  one.seen++;
  if (at !== undefined && !at.includes(one.seen)) return false;
  if (one.seen < from || one.seen > until) return false;
  if (times !== undefined && one.happened >= times) return false;
  return probability === undefined || one.random.fork(`${key}:${request.attempt}`).next() < probability;
}

const MODEL_PATHS = ['/chat/completions', '/responses', '/embeddings'];

/** A batch ends badly where it is made, a model answers badly where it is asked, and a line of a batch has no wire. */
function canHappen({ kind }: Fault, { method, path, batch }: SeenRequest): boolean {
  if (kind === 'batch') return method === 'POST' && path === '/batches';
  if (kind === 'outcome') return method === 'POST' && MODEL_PATHS.includes(path);
  return kind === 'status' || !batch;
}
