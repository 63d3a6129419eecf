import { parentPort, workerData } from 'node:worker_threads';
import { createContext, drawBlock, type Generator, type Json, type Model, randomFromKey } from '@verisim/core';
import { type DrawRequest, sendError, type WorkerReply, type WorkerStart } from './messages.ts';
import { packTable } from './packed-table.ts';
import { importGenerator } from './plugin-module.ts';

if (parentPort) await serve(parentPort, workerData as WorkerStart);

async function serve(port: NonNullable<typeof parentPort>, start: WorkerStart): Promise<void> {
  const reply = (message: WorkerReply, buffers: ArrayBuffer[] = []) => port.postMessage(message, buffers);
  try {
    const generator = await importGenerator(start.plugin);
    const model = await generator.load(start.state);
    port.on('message', (request: DrawRequest) => {
      draw(generator, model, start, request, reply).catch((error) =>
        reply({ type: 'failed', error: sendError(error) }),
      );
    });
    reply({ type: 'ready', schema: model.schema });
  } catch (error) {
    reply({ type: 'failed', error: sendError(error) });
  }
}

async function draw(
  generator: Generator,
  model: Model,
  start: WorkerStart,
  request: DrawRequest,
  reply: (message: WorkerReply, buffers: ArrayBuffer[]) => void,
): Promise<void> {
  const notes: [string, Json][] = [];
  const ctx = createContext({
    random: randomFromKey(start.key),
    note: (key, value) => {
      notes.push([key, value]);
    },
  });
  const { table, drawn } = await drawBlock(generator, model, { ...request, where: start.where }, ctx);
  const { packed, buffers } = packTable(table, model.schema);
  reply({ type: 'drawn', table: packed, drawn, notes }, buffers);
}
