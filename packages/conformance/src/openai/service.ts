import type { Random } from '@verisim/core';
import type { ApiAnswer, ApiError } from './api-answer.ts';
import type { DoubleModel } from './double-model.ts';
import type { ModelOutcome } from './fault.ts';
import type { JsonObject } from './json-object.ts';
import type { ToyBehaviour } from './toy-model.ts';

/** What the answers of the double are made from. */
export interface Service {
  readonly models: Readonly<Record<string, DoubleModel>>;
  readonly toy: ToyBehaviour;
  readonly random: Random;
}

/** A request for a model's answer. */
export interface ModelRequest {
  readonly body: JsonObject;
  /** Its place among all requests: makes the ids. */
  readonly number: number;
  readonly attempt: number;
  readonly outcome: ModelOutcome | null;
}

/** Answers one path, from the request and the service alone. */
export type ModelRoute = (request: ModelRequest, service: Service) => ApiAnswer | ApiError;

/** The double's clock stands still but for the requests: its answers hold no real time. */
export function createdAt(number: number): number {
  return 1_760_000_000 + number;
}

/** `chatcmpl-000012` */
export function idOf(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(6, '0')}`;
}
