import type { ServerResponse } from 'node:http';
import type { ApiAnswer } from './api-answer.ts';
import type { Fault } from './fault.ts';
import type { OpenEntry } from './request-log.ts';
import type { RunningDouble } from './running-double.ts';
import type { Sending } from './send-answer.ts';

/** An answer's way out, with the log kept along it. */
export function openSending(
  { log, waiting }: RunningDouble,
  response: ServerResponse,
  entry: OpenEntry,
  answer: ApiAnswer,
  fault: Fault | null,
): Omit<Sending, 'headers'> {
  let whole = false;
  const charged = fault?.bills ?? true;
  if (fault?.bills === true) log.charge(entry, answer.used);
  const done = () =>
    log.close(entry, whole || response.writableFinished ? 'whole' : entry.status === null ? 'none' : 'part');
  response.once('finish', done);
  response.once('close', done);
  response.on('error', () => {});
  return {
    response,
    answer,
    begin(status) {
      entry.status = status;
      if (charged && status === 200) log.charge(entry, answer.used);
    },
    sentWhole() {
      whole = true;
    },
    wait: (ms) => waited(ms, response, waiting),
  };
}

function waited(ms: number, response: ServerResponse, waiting: Set<() => void>): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (here: boolean) => {
      clearTimeout(timer);
      waiting.delete(leave);
      response.off('close', leave);
      resolve(here);
    };
    const leave = () => end(false);
    const timer = setTimeout(() => end(true), Math.max(0, ms));
    waiting.add(leave);
    response.once('close', leave);
  });
}
