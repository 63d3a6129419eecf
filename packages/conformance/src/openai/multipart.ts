/** A field of a form: its text, and its file name when it is a file. */
export interface FormField {
  readonly text: string;
  readonly fileName: string | null;
}

/** The fields of a `multipart/form-data` body (RFC 7578) by name; `null` when it is none. */
export function readForm(contentType: string, body: Buffer): ReadonlyMap<string, FormField> | null {
  const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  if (boundary === null) return null;
  const fields = new Map<string, FormField>();
  const parts = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary[1] ?? boundary[2]}`);
  for (const part of parts.slice(1, -1)) {
    const head = part.indexOf('\r\n\r\n');
    const headers = part.slice(0, head);
    const name = /content-disposition:[^\r]*[; ]name="([^"]*)"/i.exec(headers)?.[1];
    if (head < 0 || name === undefined) return null;
    const fileName = /filename="([^"]*)"/i.exec(headers)?.[1] ?? null;
    fields.set(name, { text: Buffer.from(part.slice(head + 4), 'latin1').toString('utf8'), fileName });
  }
  return fields;
}
