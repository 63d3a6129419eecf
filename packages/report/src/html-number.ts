import { escapeHtml } from './escape-html.ts';

/** A formatted number for HTML, with a true minus sign. */
export function htmlNumber(text: string): string {
  return escapeHtml(text.replace(/^-|(?<=to )-/g, '\u2212'));
}
