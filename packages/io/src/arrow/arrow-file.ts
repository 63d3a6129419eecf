import { type FileHandle, open } from 'node:fs/promises';
import { cannotRead, changedWhileReading } from '../errors.ts';
import { codeOf } from '../file-checks.ts';
import { unreadableArrow, unsupportedArrow } from './arrow-errors.ts';
import type { FlatTable } from './arrow-flatbuffer.ts';
import { type ArrowBlock, type ArrowMessage, decodeFooter, decodeMessage } from './arrow-message.ts';

/** An open Arrow file. */
export interface ArrowFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly size: number;
  /** What must stay the same between passes. */
  readonly state: string;
}

/** A message, and where its body begins in the file. */
export interface PlacedMessage {
  readonly message: ArrowMessage;
  readonly body: number;
}

/** What an Arrow file is made of. `messages` gives the dictionaries and rows in the order in which they must be taken. */
export interface ArrowParts {
  readonly schema: FlatTable;
  /** Whether a pass found a stream without the mark of its end, which may have been cut off between two messages. */
  unmarked(): boolean;
  messages(): AsyncIterable<PlacedMessage>;
}

const MAGIC = 'ARROW1';
const CONTINUATION = -1;
const LARGEST_METADATA = 1 << 28;

export async function openArrowFile(path: string): Promise<ArrowFile> {
  const handle = await open(path).catch((error) => {
    throw cannotRead(path, codeOf(error), error);
  });
  const { size } = await handle.stat();
  return { path, handle, size, state: await stateOf(handle) };
}

async function stateOf(handle: FileHandle): Promise<string> {
  const { size, mtimeNs } = await handle.stat({ bigint: true });
  return `${size} ${mtimeNs}`;
}

/** Throws `io/changed-while-reading` when the file is not what it was. */
export async function checkUnchanged(file: ArrowFile): Promise<void> {
  if ((await stateOf(file.handle)) !== file.state) throw changedWhileReading(file.path);
}

/** Reads bytes of the file, which must lie inside it. */
export async function readBytes(file: ArrowFile, at: number, length: number): Promise<Buffer> {
  if (at < 0 || at + length > file.size)
    throw new RangeError(`bytes ${at} to ${at + length} are declared, but it has ${file.size}`);
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let done = 0; done < length; ) {
    const room = Math.min(length - done, 1 << 30);
    const { bytesRead } = await file.handle.read(bytes, done, room, at + done).catch((error) => {
      throw cannotRead(file.path, codeOf(error), error);
    });
    if (bytesRead === 0) throw changedWhileReading(file.path);
    done += bytesRead;
  }
  return bytes;
}

/** Finds out whether a file is an Arrow file or stream, and reads its schema. */
export async function partsOf(file: ArrowFile): Promise<ArrowParts> {
  const head = await readBytes(file, 0, Math.min(8, file.size));
  const start = head.toString('latin1', 0, 6);
  if (start.startsWith('FEA1')) {
    throw unsupportedArrow(
      file.path,
      'is a Feather file of version 1',
      'Write it again as Feather 2 (the default of pyarrow), which is Arrow.',
    );
  }
  if (start.startsWith('PAR1')) throw unsupportedArrow(file.path, 'is a Parquet file', 'Name it .parquet.');
  return start === MAGIC ? fileParts(file) : streamParts(file);
}

/** The file format: a footer says where everything lies. */
async function fileParts(file: ArrowFile): Promise<ArrowParts> {
  if (file.size < 22) throw new RangeError('it ends before its footer');
  const tail = await readBytes(file, file.size - 10, 10);
  if (tail.toString('latin1', 4) !== MAGIC)
    throw new RangeError('it does not end as an Arrow file does, so it is cut off');
  const footerLength = tail.readInt32LE(0);
  if (footerLength <= 0 || footerLength > Math.min(file.size - 18, LARGEST_METADATA))
    throw new RangeError('its footer is declared larger than the file');
  const footer = decodeFooter(await readBytes(file, file.size - 10 - footerLength, footerLength));
  const blocks = [...footer.dictionaries, ...footer.batches];
  checkBlocks(blocks, file.size - 10 - footerLength);
  return {
    schema: footer.schema,
    unmarked: () => false,
    async *messages() {
      for (const block of blocks) yield await blockMessage(file, block);
    },
  };
}

/** Blocks must lie inside the file and beside one another: no few bytes may count as many rows. */
function checkBlocks(blocks: readonly ArrowBlock[], end: number): void {
  let at = 8;
  for (const { offset, metadataLength, bodyLength } of [...blocks].sort((a, b) => a.offset - b.offset)) {
    if (offset < at || offset + metadataLength + bodyLength > end) {
      throw new RangeError('its footer places rows outside the file or on top of one another');
    }
    at = offset + metadataLength + bodyLength;
  }
}

async function blockMessage(file: ArrowFile, block: ArrowBlock): Promise<PlacedMessage> {
  const placed = await messageAt(file, block.offset);
  if (
    placed === null ||
    placed.body + placed.message.bodyLength > block.offset + block.metadataLength + block.bodyLength
  ) {
    throw new RangeError('a message is larger than its footer declares');
  }
  return placed;
}

/** The message at an offset; `null` for the mark of the end. */
async function messageAt(file: ArrowFile, offset: number): Promise<PlacedMessage | null> {
  const first = (await readBytes(file, offset, 4)).readInt32LE(0);
  // Before version 0.15 the mark of continuation was not written.
  const prefix = first === CONTINUATION ? 8 : 4;
  const length = first === CONTINUATION ? (await readBytes(file, offset + 4, 4)).readInt32LE(0) : first;
  if (length === 0) return null;
  if (length < 0 || length > LARGEST_METADATA) throw new RangeError(`metadata of ${length} bytes are declared`);
  const message = decodeMessage(await readBytes(file, offset + prefix, length));
  const body = offset + prefix + length;
  if (body + message.bodyLength > file.size)
    throw new RangeError('a message is declared to reach beyond the end, so it is cut off');
  return { message, body };
}

/** The stream format: one message behind the other. */
async function streamParts(file: ArrowFile): Promise<ArrowParts> {
  const start = (await readBytes(file, 0, 4)).readInt32LE(0);
  const first = start === CONTINUATION || (start > 0 && start < file.size) ? await messageAt(file, 0) : null;
  if (first?.message.kind !== 'schema') throw new RangeError('it does not begin as an Arrow file or stream does');
  let unmarked = false;
  return {
    schema: first.message.header,
    unmarked: () => unmarked,
    async *messages() {
      let at = first.body + first.message.bodyLength;
      while (at < file.size) {
        const placed = await messageAt(file, at);
        if (placed === null) break;
        if (placed.message.kind === 'schema') throw new RangeError('a second schema follows the first');
        yield placed;
        at = placed.body + placed.message.bodyLength;
      }
      unmarked = at >= file.size;
      if (unmarked) return;
      const marked = at + ((await readBytes(file, at, 4)).readInt32LE(0) === CONTINUATION ? 8 : 4);
      if (marked < file.size) throw new RangeError('something follows the mark of its end');
    },
  };
}

/** Runs `work`; whatever a broken file makes it throw becomes `io/unreadable-arrow`. */
export async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw readable(path, error);
  }
}

/** What decoding a broken file throws as `io/unreadable-arrow`; other errors as they are. */
export function readable(path: string, error: unknown): unknown {
  const foreign = (error as { code?: unknown } | null)?.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
  if (foreign) return unreadableArrow(path, 'a name in its metadata is not UTF-8', error);
  if (!(error instanceof RangeError)) return error;
  const native = /DataView|[Aa]rray|[Bb]uffer length|outside the bounds/.test(error.message);
  return unreadableArrow(path, native ? 'an offset points outside the metadata' : error.message, error);
}
