import { parentPort, workerData } from 'node:worker_threads';
import { type FitReply, type FitStart, takePart } from './fit-messages.ts';
import { sendError } from './messages.ts';
import { importGenerator } from './plugin-module.ts';

if (parentPort) parentPort.postMessage(await fitParts(workerData as FitStart));

async function fitParts({ plugin, shared, parts, taken }: FitStart): Promise<FitReply> {
  try {
    const { fitPart, name } = await importGenerator(plugin);
    if (!fitPart) throw new TypeError(`${name} has no fitPart`);
    const fitted: [number, unknown][] = [];
    for (let part = takePart(taken, parts); part >= 0; part = takePart(taken, parts)) {
      fitted.push([part, fitPart(shared, part)]);
    }
    return { type: 'fitted', fitted };
  } catch (error) {
    return { type: 'failed', error: sendError(error) };
  }
}
