import { type ApiError, badRequest, notFound } from './api-answer.ts';
import type { DoubleModel } from './double-model.ts';
import type { JsonObject } from './json-object.ts';
import type { Service } from './service.ts';

/** The model a request names, or what is wrong with the name. */
export function readModel(
  body: JsonObject,
  { models }: Service,
  kind: 'chat' | 'embedding',
): { readonly name: string; readonly model: DoubleModel } | ApiError {
  const { model: name } = body;
  if (typeof name !== 'string') return badRequest('you must provide a model parameter', 'model');
  const model = Object.hasOwn(models, name) ? models[name] : undefined;
  if (model === undefined)
    return notFound(`The model '${name}' does not exist or you do not have access to it.`, 'model_not_found');
  if ((model.kind ?? 'chat') !== kind) return badRequest(`The model '${name}' does not answer this path.`, 'model');
  return { name, model };
}

/** A parameter's bounds. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** The first of these numbers that is wrong; `null` when all are absent, null or within their bounds. */
export function numberFault(body: JsonObject, bounds: Readonly<Record<string, Bounds>>): ApiError | null {
  for (const [name, { least, most, whole }] of Object.entries(bounds)) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'number' || (whole && !Number.isInteger(value)) || value < least || value > most) {
      const kind = whole ? 'an integer' : 'a number';
      return badRequest(`Invalid '${name}': expected ${kind} in [${least}, ${most}].`, name);
    }
  }
  return null;
}

/** A parameter the API does not have, or has and the double does not play. */
export function unknownParameter(
  body: JsonObject,
  known: ReadonlySet<string>,
  unsupported: ReadonlySet<string>,
): ApiError | null {
  for (const [name, value] of Object.entries(body)) {
    if (unsupported.has(name) && value !== null && value !== false) {
      return badRequest(`The double does not play '${name}': it answers in text alone.`, name, 'unsupported_parameter');
    }
    if (!known.has(name) && !unsupported.has(name)) {
      return badRequest(`Unknown parameter: '${name}'.`, name, 'unknown_parameter');
    }
  }
  return null;
}

export function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
