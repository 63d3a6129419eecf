import { isObject, type JsonObject, parseObject } from './json-object.ts';

/** A request of a batch. */
export interface BatchLine {
  readonly customId: string;
  readonly body: JsonObject;
}

/** Why a batch cannot run, in the API's own form. */
export interface BatchFault {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  /** From 1. */
  readonly line: number | null;
}

const MOST_LINES = 50_000;

/** The requests of a batch's input file, or everything that is wrong with it. */
export function readBatch(
  text: string,
  endpoint: string,
): readonly BatchLine[] | { readonly faults: readonly BatchFault[] } {
  const texts = text.split('\n').filter((line) => line.trim() !== '');
  const faults: BatchFault[] = [];
  const seen = new Set<string>();
  const lines: BatchLine[] = [];
  if (texts.length === 0)
    faults.push({ code: 'empty_file', message: 'The input file is empty.', param: null, line: null });
  if (texts.length > MOST_LINES) {
    faults.push({
      code: 'too_many_tasks',
      message: `A batch has at most ${MOST_LINES} requests.`,
      param: null,
      line: null,
    });
  }
  for (const [i, lineText] of texts.entries()) {
    const line = readLine(lineText, endpoint, seen);
    if ('code' in line) faults.push({ ...line, line: i + 1 });
    else lines.push(line);
  }
  const models = new Set(lines.map(({ body }) => body.model));
  if (models.size > 1)
    faults.push({
      code: 'mismatched_model',
      message: 'All requests of a batch name one model.',
      param: 'model',
      line: null,
    });
  return faults.length > 0 ? { faults } : lines;
}

function readLine(text: string, endpoint: string, seen: Set<string>): BatchLine | Omit<BatchFault, 'line'> {
  const line = parseObject(text);
  if (line === null) return { code: 'invalid_json_line', message: 'This line is not a JSON object.', param: null };
  const { custom_id: customId, method, url, body } = line;
  if (typeof customId !== 'string')
    return { code: 'missing_required_parameter', message: 'A request needs a custom_id.', param: 'custom_id' };
  if (seen.has(customId))
    return { code: 'duplicate_custom_id', message: `The custom_id '${customId}' is used twice.`, param: 'custom_id' };
  seen.add(customId);
  if (method !== 'POST') return { code: 'invalid_method', message: "The method must be 'POST'.", param: 'method' };
  if (url !== endpoint) return { code: 'mismatched_endpoint', message: `The url must be '${endpoint}'.`, param: 'url' };
  if (!isObject(body)) return { code: 'missing_required_parameter', message: 'A request needs a body.', param: 'body' };
  return body.stream === true
    ? { code: 'invalid_request', message: 'Streaming is not supported in a batch.', param: 'stream' }
    : { customId, body };
}
