/** A text without a light disguise: composed (NFC), lower case, white space collapsed to one space and trimmed. */
export function normalForm(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
