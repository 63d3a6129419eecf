import { type ApiAnswer, type ApiError, badRequest, jsonAnswer, notFound } from './api-answer.ts';
import type { JsonObject } from './json-object.ts';
import { readForm } from './multipart.ts';
import { createdAt, idOf } from './service.ts';

/** A file the double holds in memory. */
export interface StoredFile {
  readonly id: string;
  readonly text: string;
  readonly about: JsonObject;
}

/** The files of a double. */
export interface FileStore {
  get(id: string): StoredFile | undefined;
  put(text: string, fileName: string, purpose: string, number: number): StoredFile;
  delete(id: string): boolean;
  list(): readonly StoredFile[];
}

export function fileStore(): FileStore {
  const files = new Map<string, StoredFile>();
  let last = 0;
  return {
    get: (id) => files.get(id),
    put(text, fileName, purpose, number) {
      const id = idOf('file-', ++last);
      const about = {
        id,
        object: 'file',
        bytes: Buffer.byteLength(text),
        created_at: createdAt(number),
        filename: fileName,
        purpose,
        status: 'processed',
      };
      const file = { id, text, about };
      files.set(id, file);
      return file;
    },
    delete: (id) => files.delete(id),
    list: () => [...files.values()].reverse(),
  };
}

/** `POST /files`: files of JSON lines for batches. */
export function uploadFile(files: FileStore, contentType: string, body: Buffer, number: number): ApiAnswer | ApiError {
  const form = readForm(contentType, body);
  if (form === null) return badRequest('Expected a multipart/form-data body.');
  const file = form.get('file');
  const purpose = form.get('purpose')?.text;
  if (file === undefined) return badRequest("'file' is a required property", 'file');
  if (purpose !== 'batch') return badRequest("The double keeps files of purpose 'batch'.", 'purpose');
  return jsonAnswer(files.put(file.text, file.fileName ?? 'upload.jsonl', purpose, number).about);
}

/** `GET` and `DELETE /files...`. */
export function fileAnswer(
  files: FileStore,
  method: string,
  id: string | undefined,
  content: boolean,
): ApiAnswer | ApiError {
  if (id === undefined) return listAnswer(files.list().map(({ about }) => about));
  const file = files.get(id);
  if (file === undefined) return notFound(`No such File object: ${id}`);
  if (content) return { status: 200, contentType: 'application/octet-stream', body: file.text, used: null };
  if (method === 'GET') return jsonAnswer(file.about);
  return jsonAnswer({ id, object: 'file', deleted: files.delete(id) });
}

/** A list on one page. */
export function listAnswer(data: readonly JsonObject[]): ApiAnswer {
  const ends = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  return jsonAnswer({ object: 'list', data, ...ends, has_more: false });
}
