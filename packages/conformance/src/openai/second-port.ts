import { createServer } from 'node:http';
import { listen, stop } from './listen.ts';
import { readBody } from './read-body.ts';

/** What came to the second port. */
export interface StrayRequest {
  readonly method: string;
  readonly path: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** A server of another origin: where a redirect leads. It keeps what it sees, prompts and keys among it. */
export interface SecondPort {
  readonly url: string;
  readonly requests: readonly StrayRequest[];
  close(): Promise<void>;
}

export async function secondPort(): Promise<SecondPort> {
  const requests: StrayRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: body?.toString('utf8') ?? '',
    });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  const url = await listen(server);
  return { url, requests, close: () => stop(server) };
}
