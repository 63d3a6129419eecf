import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext } from '@verisim/core';
import { openAnswerJournal } from '@verisim/workspace';
import OpenAI from 'openai';
import { describe, expect, onTestFinished, test } from 'vitest';
import { endpointName, redactor, secretsOf } from '../src/calls/redact.ts';
import { KEY, question, questions } from './call-questions.ts';
import { answers, callsTo, double } from './calls-subject.ts';

const QUERY = 'query-secret-93ab';
const PASSWORD = 'pass word/77';

/** Everything an error tells, its causes too. */
function all(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack} ${JSON.stringify(error)} ${Object.values(error).join(' ')} ${all(error.cause)}`;
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'verisim-secrets-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function filesIn(path: string): Promise<string> {
  const names = await readdir(path);
  return (await Promise.all(names.map((name) => readFile(join(path, name), 'latin1')))).join('\n');
}

/** A server that sends back whatever key it is sent, with this status. */
async function echo(status: number): Promise<string> {
  const server = createServer((request, response) => {
    const said = `you sent ${request.headers.authorization} to ${request.url}`;
    const answer = {
      error: { message: said, code: said },
      choices: [{ finish_reason: 'stop', message: { content: said } }],
    };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

describe('the key', () => {
  test.each([200, 400, 401, 404, 429, 500])('is nowhere when a server sends it back with status %i', async (status) => {
    const path = await folder();
    const journal = await openAnswerJournal(join(path, 'answers.journal'));
    const notes: string[] = [];
    const url = await echo(status);
    const limits = { retries: 1, patienceMs: 200, waitCapMs: 50 };
    const calls = await callsTo({ url }, { journal, limits });
    const ctx = createContext({
      progress: ({ note = '' }) => notes.push(note),
      note: (...said) => notes.push(String(said)),
    });
    const outcome = await calls.ask(question(1), ctx).then(JSON.stringify, all);
    await calls.flush();
    await journal.close();
    const written = [outcome, await filesIn(path), ...notes, calls.line(), calls.endpoint].join('\n');
    expect(written).not.toContain(KEY);
    expect(written.length).toBeGreaterThan(200);
  });

  test('is in no request body, and in no file after a run with faults', async () => {
    const server = await double({
      keepBodies: true,
      faults: [
        { fault: 'internal-error', probability: 0.2 },
        { fault: 'bad-key', from: 30 },
      ],
    });
    const path = await folder();
    const journal = await openAnswerJournal(join(path, 'answers.journal'));
    const calls = await callsTo(server, { journal });
    const error = await answers(calls, questions(60)).catch((caught) => caught);
    await journal.close();
    expect(all(error)).toContain('key-refused');
    const bodies = JSON.stringify(server.requests());
    expect([all(error), await filesIn(path), bodies].join('\n')).not.toContain(KEY);
  });

  test('in the URL: neither what stands before the @ nor the query gets anywhere', async () => {
    const path = await folder();
    const journal = await openAnswerJournal(join(path, 'answers.journal'));
    const baseURL = `http://someone:${encodeURIComponent(PASSWORD)}@127.0.0.1:9/v1?key=${QUERY}`;
    const client = new OpenAI({ apiKey: KEY, baseURL });
    const calls = await callsTo({ url: baseURL }, { client, journal, limits: { retries: 0, patienceMs: 0 } });
    const outcome = await calls.ask(question(1), createContext()).then(JSON.stringify, all);
    await calls.flush();
    await journal.close();
    const written = [outcome, await filesIn(path), calls.endpoint].join('\n');
    expect(calls.endpoint).toBe('http://127.0.0.1:9/v1');
    for (const secret of [KEY, QUERY, PASSWORD, encodeURIComponent(PASSWORD), 'someone']) {
      expect(written).not.toContain(secret);
    }
  });
});

test('redaction knows the written forms', () => {
  const redact = redactor(
    secretsOf(`https://u:${encodeURIComponent('p@ss/w rd')}@h/v1?api-key=abc%20def`, KEY, ['extra-one']),
  );
  const text = `${KEY} p@ss/w rd ${encodeURIComponent('p@ss/w rd')} abc def ${btoa(KEY)} extra-one`;
  expect(redact(text)).toBe('[secret] [secret] [secret] [secret] [secret] [secret]');
  expect(endpointName('not a url?key=1')).toBe('not a url');
});
