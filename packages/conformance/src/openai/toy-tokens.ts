/** Up to four letters, up to three digits, or one other character, each with the white space before it. */
const TOKEN = /\s*(?:[\p{L}\p{M}]{1,4}|\p{N}{1,3}|\S)/gu;

/** Added for each message, and once for the start of the answer. */
const MESSAGE_TOKENS = 4;
const ANSWER_TOKENS = 3;

/** The tokens of a text; joined they give it back, but for white space at its end. */
export function toyTokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/** How many {@link toyTokens} a text has. */
export function countToyTokens(text: string): number {
  return toyTokens(text).length;
}

/**
 * What a prompt is billed for: the tokens of each text and 4 for each message, 3 for the answer, and the tokens of the JSON
 * schema that was asked for, if any.
 */
export function promptToyTokens(texts: readonly string[], schema: unknown = undefined): number {
  const messages = texts.reduce((sum, text) => sum + countToyTokens(text) + MESSAGE_TOKENS, ANSWER_TOKENS);
  return messages + (schema === undefined ? 0 : countToyTokens(JSON.stringify(schema)));
}
