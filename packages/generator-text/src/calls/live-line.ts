import type { Bill } from './calls.ts';
import { MICRO } from './price.ts';
import type { Shop } from './shop.ts';

/** One line about how the calls stand. `total` is how many rows are wanted. */
export function liveLine(shop: Shop, bill: Bill, total?: number): string {
  const parts = [`${grouped(bill.kept)}${total === undefined ? '' : ` of ${grouped(total)}`} rows kept`];
  const dropped = [...bill.dropped].map(([reason, count]) => `${reason} ${grouped(count)}`);
  if (dropped.length > 0) parts.push(`dropped: ${dropped.join(', ')}`);
  parts.push(
    `${grouped(bill.tokens)} tokens`,
    `${amount(bill.money)}${shop.moneyLimit === null ? '' : ` of ${amount(shop.moneyLimit)}`} spent`,
  );
  if (bill.lost.calls > 0)
    parts.push(
      `${bill.lost.calls} ${bill.lost.calls === 1 ? 'call' : 'calls'} lost (at most ${amount(bill.lost.money)})`,
    );
  const left = secondsLeft(shop, bill, total);
  if (left !== null) parts.push(`about ${duration(left)} left`);
  for (const limiter of shop.limiters.values()) {
    const waiting = limiter.waiting();
    if (waiting !== null) parts.push(`waiting ${duration(waiting.ms / 1000)}: ${waiting.why}`);
  }
  return parts.join('; ');
}

/** By the rows kept since the first request of this run; `null` while that tells nothing. */
function secondsLeft({ clock, counts }: Shop, { kept, bought, found }: Bill, total?: number): number | null {
  if (total === undefined || counts.since === null || bought < 5 || kept === 0 || total <= kept) return null;
  const perAnswer = (clock.now() - counts.since) / 1000 / bought;
  const answersPerRow = Math.max(1, (bought + found) / kept);
  return (total - kept) * answersPerRow * perAnswer;
}

/** Millionths as an amount of money, to the hundredth or finer. */
export function amount(micro: number): string {
  return (micro / MICRO).toFixed(micro < MICRO ? 4 : 2);
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 90) return `${whole} s`;
  return whole < 5400 ? `${Math.round(whole / 60)} min` : `${(whole / 3600).toFixed(1)} h`;
}
