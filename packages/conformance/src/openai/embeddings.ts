import { type ApiError, badRequest, isApiError, jsonAnswer } from './api-answer.ts';
import { numberFault, numberOr, readModel, unknownParameter } from './read-parameters.ts';
import type { ModelRoute } from './service.ts';
import { countToyTokens } from './toy-tokens.ts';

const DIMENSIONS = 256;
const MOST_INPUTS = 2048;
const KNOWN = new Set(['model', 'input', 'dimensions', 'encoding_format', 'user']);

/** `POST /embeddings`: hashed character 3- to 5-grams and words, of length 1. Texts alone; like texts lie near each other. */
export const embeddings: ModelRoute = ({ body }, service) => {
  const fault =
    unknownParameter(body, KNOWN, new Set()) ??
    numberFault(body, { dimensions: { least: 1, most: 4096, whole: true } });
  if (fault !== null) return fault;
  const named = readModel(body, service, 'embedding');
  if (isApiError(named)) return named;
  const texts = readInput(body.input);
  if (isApiError(texts)) return texts;
  const dimensions = numberOr(body.dimensions, DIMENSIONS);
  const base64 = body.encoding_format === 'base64';
  const data = texts.map((text, index) => {
    const vector = embed(text, dimensions);
    return { object: 'embedding', index, embedding: base64 ? inBase64(vector) : Array.from(vector) };
  });
  const promptTokens = texts.reduce((sum, text) => sum + countToyTokens(text), 0);
  const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
  return jsonAnswer(
    { object: 'list', data, model: named.name, usage },
    { model: named.name, usage: { promptTokens, completionTokens: 0 } },
  );
};

function readInput(input: unknown): readonly string[] | ApiError {
  const texts: readonly unknown[] = Array.isArray(input) ? input : [input];
  if (texts.length === 0 || texts.length > MOST_INPUTS) {
    return badRequest(`Invalid 'input': expected 1 to ${MOST_INPUTS} texts.`, 'input');
  }
  const wrong = texts.some((text) => typeof text !== 'string' || text === '');
  return wrong
    ? badRequest("Invalid 'input': the double reads texts that are not empty.", 'input')
    : (texts as string[]);
}

function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const low = ` ${text.toLowerCase().replace(/\s+/g, ' ').trim()} `;
  for (const word of low.match(/[\p{L}\p{N}]+/gu) ?? []) add(vector, `w:${word}`);
  for (let n = 3; n <= 5; n++) for (let i = 0; i + n <= low.length; i++) add(vector, low.slice(i, i + n));
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) vector[0] = 1;
  else for (let i = 0; i < dimensions; i++) vector[i] /= length;
  return vector;
}

/** Feature hashing with a sign (Weinberger et al. 2009), FNV-1a as the hash. */
function add(vector: Float32Array, feature: string): void {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  vector[(hash >>> 1) % vector.length] += (hash & 1) === 0 ? 1 : -1;
}

function inBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}
