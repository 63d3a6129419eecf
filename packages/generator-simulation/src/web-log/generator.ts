import type { Context, Generator, Table } from '@verisim/core';
import { keepEntities } from '../flow/event-log.ts';
import { dailyIntensity, type Intensity } from '../flow/intensity.ts';
import { simulator } from '../simulator.ts';
import { webLogColumns } from './columns.ts';
import { fitWebLog } from './fit-web-log.ts';
import { readWebLog, type WebLogOptions, type WebLogSettings, webLogOptions } from './options.ts';
import { requestTable } from './request-table.ts';
import { selfTestWebLog } from './self-test-web-log.ts';
import { simulateRequests } from './simulate-requests.ts';

const DAY = 86_400_000;
/** Fewer than events without text have: a line is 200 characters long. */
const BLOCK_ROWS = 4096;

/**
 * Requests to a web site as an access log in combined format and as fields: people with a daily cycle who read several pages, crawlers and scanners that keep time,
 * errors, outages after which people try again. One row per request, in order of time.
 */
export const webLog: Generator<WebLogOptions, 'nothing'> = simulator<WebLogOptions>({
  name: 'web-log',
  version: '0.1.0',
  summary: 'Access logs in combined format: daily cycle, visits, bots, errors, outages',
  options: webLogOptions,
  blockRows: BLOCK_ROWS,
  fitted({ like, ...options }) {
    if (like === undefined) return null;
    const found = fitWebLog(options, like);
    const { rate, swing, bots, errors, pages } = found;
    return { options: found, rates: { rate, swing, bots, errors, pages } };
  },
  world(options) {
    const settings = readWebLog(options);
    const intensity = dailyIntensity(settings.swing, (-((settings.start % DAY) + DAY) % DAY) / 1000);
    const popularity = zipf(settings.pages);
    return {
      schema: { columns: webLogColumns(settings) },
      simulate: (block, rows, ctx) => simulate(settings, intensity, popularity, block, rows, ctx),
      selfTest: () => selfTestWebLog(settings, (rows) => intensity.instant(rows / settings.rate) / rows),
    };
  },
});

async function simulate(
  settings: WebLogSettings,
  intensity: Intensity,
  popularity: Float64Array,
  block: number,
  rows: number,
  ctx: Context,
): Promise<Table> {
  const [from, to] = [block, block + 1].map((n) => intensity.instant((n * BLOCK_ROWS) / settings.rate));
  const requests = await simulateRequests(settings, intensity, popularity, { from, to, rows: BLOCK_ROWS }, ctx);
  const chance = ctx.random.fork('kept');
  const kept = keepEntities(requests.log, requests.kinds.length, BLOCK_ROWS, () => chance.next());
  return requestTable(settings, requests, kept.subarray(0, rows), block);
}

/** Cumulative shares of Zipf's law: the page of rank r has weight 1 / r. */
function zipf(pages: number): Float64Array {
  const weights = Float64Array.from({ length: pages }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum / total;
  });
}
