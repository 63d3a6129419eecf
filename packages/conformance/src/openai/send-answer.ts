import type { ServerResponse } from 'node:http';
import type { ApiAnswer } from './api-answer.ts';
import type { Fault } from './fault.ts';

/** An answer on its way to a client. */
export interface Sending {
  readonly response: ServerResponse;
  readonly answer: ApiAnswer;
  readonly headers: Readonly<Record<string, string>>;
  /** Called with the status before the first byte is sent. */
  begin(status: number): void;
  /** True when the time has passed, false as soon as the client has left. */
  wait(ms: number): Promise<boolean>;
  /** Called when bytes of the answer, sent past the response, are all out. */
  sentWhole(): void;
}

/** Long enough for what was written before a reset to be read: a reset throws away what was not. */
const BEFORE_RESET = 30;

/** Sends an answer as a fault of the wire has it, whole when there is none. */
export async function sendAnswer(sending: Sending, fault: Fault | null): Promise<void> {
  switch (fault?.kind) {
    case 'no-answer':
      return;
    case 'reset':
      sending.response.socket?.resetAndDestroy();
      return;
    case 'slow-headers':
      if (await sending.wait(fault.delay)) sendWhole(sending);
      return;
    case 'dripped-headers':
      return sendDrippedHeaders(sending, fault.bytes, fault.every);
    case 'slow-body':
      return sendSlowBody(sending, fault.bytes, fault.every);
    case 'stalled-body':
      begin(sending);
      sending.response.write(firstHalf(sending));
      return;
    case 'endless-body':
      return sendEndlessBody(sending);
    case 'half-body':
      return sendHalfBody(sending, fault.end);
    default:
      sendWhole(sending);
  }
}

/** Past the response, for it sends its headers at once. */
async function sendDrippedHeaders(sending: Sending, bytes: number, every: number): Promise<void> {
  const { response, answer } = sending;
  const { socket } = response;
  const headers = Object.entries({ ...answerHeaders(sending), connection: 'close' });
  const head = headers.map(([name, value]) => `${name}: ${value}`).join('\r\n');
  const all = Buffer.from(`HTTP/1.1 ${answer.status} OK\r\n${head}\r\n\r\n${answer.body}`);
  sending.begin(answer.status);
  if (await drip(sending, all, bytes, every, (part) => void socket?.write(part))) {
    socket?.end(() => sending.sentWhole());
  }
}

async function sendSlowBody(sending: Sending, bytes: number, every: number): Promise<void> {
  const { response } = sending;
  begin(sending);
  response.flushHeaders();
  if (await drip(sending, bodyOf(sending), bytes, every, (part) => void response.write(part))) response.end();
}

async function sendEndlessBody(sending: Sending): Promise<void> {
  const { response, answer } = sending;
  begin(sending, { 'transfer-encoding': 'chunked' });
  response.write(answer.body);
  const filling = ' '.repeat(16_384);
  do response.write(filling);
  while (await sending.wait(response.writableNeedDrain ? 20 : 1));
}

async function sendHalfBody(sending: Sending, end: 'reset' | 'close'): Promise<void> {
  const { response } = sending;
  begin(sending);
  response.write(firstHalf(sending));
  if (!(await sending.wait(BEFORE_RESET))) return;
  if (end === 'reset') response.socket?.resetAndDestroy();
  else response.socket?.destroySoon();
}

function sendWhole(sending: Sending): void {
  begin(sending);
  sending.response.end(bodyOf(sending));
}

function begin(sending: Sending, other: Readonly<Record<string, string>> = {}): void {
  const { response, answer, begin } = sending;
  begin(answer.status);
  const { 'content-length': length, ...headers } = answerHeaders(sending);
  const sized = other['transfer-encoding'] === undefined ? { 'content-length': length } : {};
  response.writeHead(answer.status, { ...headers, ...sized, ...other });
}

function answerHeaders({ answer, headers }: Sending): Readonly<Record<string, string>> {
  return {
    'content-type': answer.contentType,
    'content-length': String(Buffer.byteLength(answer.body)),
    ...headers,
  };
}

function bodyOf({ answer }: Sending): Buffer {
  return Buffer.from(answer.body);
}

function firstHalf(sending: Sending): Buffer {
  const body = bodyOf(sending);
  return body.subarray(0, body.length >> 1);
}

async function drip(
  { wait }: Sending,
  all: Buffer,
  bytes: number,
  every: number,
  write: (part: Buffer) => void,
): Promise<boolean> {
  for (let at = 0; at < all.length; at += bytes) {
    if (!(await wait(every))) return false;
    write(all.subarray(at, at + bytes));
  }
  return true;
}
