import type { JsonObject } from './json-object.ts';

/** Tokens of one request. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** An answer that has not been sent. */
export interface ApiAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** What it is billed for; `null` when it is free. */
  readonly used: { readonly model: string; readonly usage: Usage } | null;
}

/** An answer of JSON. */
export function jsonAnswer(body: JsonObject, used: ApiAnswer['used'] = null, status = 200): ApiAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body), used };
}

/** A refusal in the API's own form. */
export interface ApiError {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  readonly message: string;
}

/** The body of an {@link ApiError}. */
export function errorBody({ type, code, param, message }: Omit<ApiError, 'status'>): JsonObject {
  return { error: { message, type, param, code } };
}

export function errorAnswer(error: ApiError): ApiAnswer {
  return jsonAnswer(errorBody(error), null, error.status);
}

/** 400: the request is wrong, and would be wrong again. */
export function badRequest(message: string, param: string | null = null, code: string | null = null): ApiError {
  return { status: 400, type: 'invalid_request_error', code, param, message };
}

/** 404: no such thing. */
export function notFound(message: string, code: string | null = null): ApiError {
  return { status: 404, type: 'invalid_request_error', code, param: null, message };
}

export function isApiError(value: object): value is ApiError {
  return 'status' in value && 'message' in value && 'param' in value;
}
