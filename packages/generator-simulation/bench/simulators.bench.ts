/**
 * A million rows of each simulator, streamed, each in a process of its own: under 10 CPU seconds and 300 MB, and its self-test agrees.
 * `npm run bench -- simulators` takes about half a CPU minute.
 */
import { execFileSync } from 'node:child_process';
import { createContext, fit, stream } from '@verisim/core';
import { agrees, queue, type SimulationModel, sensors, sessions, webLog } from '../src/index.ts';

const ROWS = 1_000_000;
const MOST_SECONDS = 10;
const MOST_MEGABYTES = 300;
const simulators = { queue, 'web-log': webLog, sessions, sensors } as const;
type Name = keyof typeof simulators;

interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
  readonly against: readonly string[];
}

/** Streams one simulator in this process. */
async function measure(name: Name): Promise<Cost> {
  const generator = simulators[name] as unknown as typeof queue;
  const ctx = createContext({ seed: 1 });
  const model = (await fit(generator, null, {}, ctx)) as SimulationModel;
  const test = model.selfTest();
  for await (const { table } of stream(generator, model, { rows: ROWS }, ctx)) test.add(table);
  const against = test
    .measurements()
    .filter((one) => !agrees(one))
    .map(({ metric }) => metric);
  const { user, system } = process.cpuUsage();
  return { seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024, against };
}

const [only] = process.argv.slice(2);
if (only !== undefined) console.log(JSON.stringify(await measure(only as Name)));
else {
  console.log('simulator     CPU s    MB  self-test');
  for (const name of Object.keys(simulators)) {
    const program = ['--conditions=verisim-source', import.meta.filename, name];
    const cost = JSON.parse(execFileSync(process.execPath, program, { encoding: 'utf8' })) as Cost;
    const kept = cost.seconds < MOST_SECONDS && cost.megabytes < MOST_MEGABYTES && cost.against.length === 0;
    const words = cost.against.length === 0 ? 'agrees' : `against: ${cost.against.join(', ')}`;
    console.log(
      `${name.padEnd(12)} ${cost.seconds.toFixed(1).padStart(6)} ${cost.megabytes.toFixed(0).padStart(5)}  ${words}${kept ? '' : '  BROKEN PROMISE'}`,
    );
    if (!kept) process.exitCode = 1;
  }
}
