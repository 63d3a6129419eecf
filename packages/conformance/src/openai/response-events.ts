import type { JsonObject } from './json-object.ts';
import type { ToySample } from './toy-model.ts';
import { toyTokens } from './toy-tokens.ts';

/** A response as server-sent events: begun, one event for each token, done. */
export function responseEvents(response: JsonObject, { text, refusal }: ToySample): string {
  const begun = { ...response, status: 'in_progress', output: [], incomplete_details: null, usage: undefined };
  const [item] = (response.output ?? []) as readonly JsonObject[];
  const events: JsonObject[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
  ];
  if (item !== undefined)
    events.push(...itemEvents(item, refusal ?? text, refusal === null ? 'output_text' : 'refusal'));
  events.push({ type: response.status === 'completed' ? 'response.completed' : 'response.incomplete', response });
  return events
    .map((event, i) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: i })}\n\n`)
    .join('');
}

function itemEvents(item: JsonObject, text: string, kind: 'output_text' | 'refusal'): readonly JsonObject[] {
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  const [part] = item.content as readonly JsonObject[];
  const field = kind === 'refusal' ? 'refusal' : 'text';
  const logprobs = kind === 'refusal' ? {} : { logprobs: [] };
  return [
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
    { type: 'response.content_part.added', ...place, part: { ...part, [field]: '' } },
    ...toyTokens(text).map((delta) => ({ type: `response.${kind}.delta`, ...place, delta, ...logprobs })),
    { type: `response.${kind}.done`, ...place, [field]: text, ...logprobs },
    { type: 'response.content_part.done', ...place, part },
    { type: 'response.output_item.done', output_index: 0, item },
  ];
}
