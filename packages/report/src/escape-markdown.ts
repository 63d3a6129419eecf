import { escapeHtml } from './escape-html.ts';
import { plainText } from './plain-text.ts';

/** Draws nothing and ends a word, so that what looks like an address, a mention or an emoji's name stays text. */
const BREAK = '<!-- -->';

/**
 * Text from data as one line of GitHub-flavoured Markdown that shows as it is: markup of Markdown and HTML escaped, control
 * characters and reading directions left out, and nothing turned into a link, a mention or an emoji.
 */
export function escapeMarkdown(text: string): string {
  const marked = plainText(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]|~$#]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/[&<>]/g, (sign) => ENTITIES[sign])
    .replace(/^(?:-(?=[\s-]|$)|\+(?=\s|$)|=)/, '\\$&')
    .replace(/^\d+(?=[.)](?:\s|$))/, '$&\\');
  return withoutAutolinks(marked);
}

/** Text from data inside an HTML element of a Markdown file. */
export function escapeMarkdownHtml(text: string): string {
  return withoutAutolinks(escapeHtml(text));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Breaks up the extended autolinks of GitHub-flavoured Markdown (6.9), mentions and emoji names. */
function withoutAutolinks(escaped: string): string {
  return escaped
    .replace(/:(?=\/\/)|@(?=[\p{L}\p{N}])|(?<=(?:mailto|xmpp)):|:(?=[\w+-]+:)/giu, `$&${BREAK}`)
    .replace(/(?<=www)\./gi, `${BREAK}.`);
}
