import type { Context, Generator, Table } from '@verisim/core';
import { entityStreams } from '../kernel/entity-random.ts';
import { simulator } from '../simulator.ts';
import { createEconomy, type Economy } from './economy.ts';
import { fraudCounts, simulateFraud } from './episodes.ts';
import { fitPayments } from './fit-payments.ts';
import { type PaymentsOptions, paymentsOptions, readPayments } from './options.ts';
import { simulateOrdinary } from './ordinary.ts';
import { createPaymentLog } from './payment-log.ts';
import { paymentColumns, paymentTable } from './payment-table.ts';
import { selfTestPayments } from './self-test-payments.ts';

/** A quarter of what events without text have: five columns hold text. */
const BLOCK_ROWS = 16_384;

/**
 * Payments between accounts, merchants and branches through devices, with a daily and a weekly rhythm, and four patterns of fraud among them: an edge of a graph over time
 * per row, in order of time.
 */
export const payments: Generator<PaymentsOptions, 'nothing'> = simulator<PaymentsOptions>({
  name: 'payments',
  version: '0.1.0',
  summary: 'Payments as a graph over time, with card testing, takeovers, mule rings, structuring',
  options: paymentsOptions,
  blockRows: BLOCK_ROWS,
  fitted({ like, ...options }) {
    if (like === undefined) return null;
    const found = fitPayments(options, like);
    const { accounts, rate, amounts, season, fraud } = found;
    return {
      options: found,
      rates: { accounts, rate, amounts, season, fraud: { ...fraud, patterns: [...fraud.patterns] } },
    };
  },
  world(options, key) {
    const settings = readPayments(options);
    let economy: Economy | null = null;
    const shared = () => (economy ??= createEconomy(settings, key));
    return {
      schema: { columns: paymentColumns },
      simulate: (block, rows, ctx) => simulate(shared(), block, rows, ctx),
      selfTest: () => selfTestPayments(settings),
    };
  },
});

async function simulate(economy: Economy, block: number, rows: number, ctx: Context): Promise<Table> {
  const [from, to] = [block, block + 1].map((n) => economy.week.instant((n * BLOCK_ROWS) / economy.settings.rate));
  const log = createPaymentLog(BLOCK_ROWS);
  const counts = fraudCounts(economy, BLOCK_ROWS, entityStreams(ctx.random.fork('frauds'))(0));
  const frauds = counts.reduce((sum, count) => sum + count, 0);
  await simulateOrdinary(economy, { from, to }, BLOCK_ROWS - frauds, log, ctx);
  simulateFraud(economy, { from, to }, counts, log, ctx);
  return paymentTable(economy.settings, log, rows, block);
}
