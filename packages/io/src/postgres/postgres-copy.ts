import type { Duplex } from 'node:stream';
import type { Client, Submittable } from 'pg';

/** What a connection of the driver can do that its types do not say. */
interface CopyConnection {
  readonly stream: Duplex;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** A statement as the driver hands the server's messages to it (pg/lib/client.js). */
interface CopyStatement extends Submittable {
  handleError(error: Error): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
  handleCopyData(message: { readonly chunk: Buffer }): void;
  handleCopyInResponse(connection: CopyConnection): void;
}

/** A running `COPY ... TO STDOUT`. */
export interface CopyOut {
  /** Settled when the server has sent everything, or failed. */
  readonly done: Promise<void>;
  /** Stops and starts the flow; some chunks still come after a pause. */
  pause(): void;
  resume(): void;
}

/** Runs `COPY ... TO STDOUT`. A chunk is a row in practice, and any bytes by the protocol; it is valid during the call only. */
export function copyOut(client: Client, sql: string, visit: (chunk: Buffer) => void): CopyOut {
  let stream: Duplex | null = null;
  const done = run(client, sql, {
    submitted: (connection) => {
      stream = connection.stream;
    },
    handleCopyData: ({ chunk }) => visit(chunk),
  });
  return { done, pause: () => stream?.pause(), resume: () => stream?.resume() };
}

/** Runs `COPY ... FROM STDIN`, sending `chunks`. When these throw, the server forgets what it was sent and the error is thrown. */
export async function copyIn(client: Client, sql: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  let failed: { readonly error: unknown } | null = null;
  let ended = false;
  const send = async (connection: CopyConnection) => {
    try {
      for await (const chunk of chunks) {
        if (ended) return;
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await drained(connection.stream);
      }
      connection.endCopyFrom();
    } catch (error) {
      failed ??= { error };
      connection.sendCopyFail('stopped by the sender');
    }
  };
  let sending: Promise<void> = Promise.resolve();
  const handleCopyInResponse = (connection: CopyConnection) => {
    sending = send(connection);
  };
  try {
    await run(client, sql, { handleCopyInResponse });
  } catch (error) {
    ended = true;
    await sending;
    throw failed === null ? error : (failed as { readonly error: unknown }).error;
  }
}

/** Waits until a stream takes more, or is closed. */
function drained(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

function run(
  client: Client,
  sql: string,
  handlers: Partial<CopyStatement> & { submitted?(connection: CopyConnection): void },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const statement: CopyStatement = {
    submit(connection) {
      const copying = connection as unknown as CopyConnection;
      handlers.submitted?.(copying);
      copying.query(sql);
    },
    handleError: reject,
    handleCommandComplete: () => {},
    handleReadyForQuery: resolve,
    handleCopyData: handlers.handleCopyData ?? (() => {}),
    handleCopyInResponse: handlers.handleCopyInResponse ?? (() => {}),
  };
  client.query(statement);
  return promise;
}
