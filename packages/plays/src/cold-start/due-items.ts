import type { ColdStart } from './cold-start-store.ts';
import { addDays, type Day, daysBetween } from './day.ts';
import { sweepDueOn } from './sweep-schedule.ts';

/** Something that has to be done about a cold start by a day. */
export interface DueItem {
  readonly play: string;
  readonly what: 'review' | 'sweep' | 'expiry';
  /** Reviews are counted from 1, those that were made among them; 1 for all else. */
  readonly number: number;
  readonly day: Day;
  /** Days since; below 0 for what is to come. */
  readonly overdue: number;
  readonly says: string;
  /** The command that does it. */
  readonly next: string;
}

/**
 * What is to be done about every cold start that has not ended, by day: the next review (a fortnight after the last, or after the start), a sweep
 * that is owed to new real rows, the expiry. What is overdue has `overdue` above 0: the day itself is still in time.
 */
export function dueItems(starts: readonly ColdStart[], today: Day): readonly DueItem[] {
  return starts
    .filter(({ ended }) => ended === null)
    .flatMap((start) => itemsOf(start, today))
    .map((item) => ({ ...item, overdue: daysBetween(item.day, today) }))
    .toSorted((a, b) => (a.day === b.day ? a.play.localeCompare(b.play) : a.day < b.day ? -1 : 1));
}

function itemsOf(start: ColdStart, today: Day): readonly Omit<DueItem, 'overdue'>[] {
  const { place, plan } = start;
  const sweepDay = sweepDueOn(start, today);
  const expiry = {
    play: place,
    what: 'expiry',
    number: 1,
    day: plan.expires,
    says: 'the model must not be used any more: real rows take over, or it is switched off',
    next: `verisim replace REAL.csv, or verisim due --end ${place} --by NAME --note WHY`,
  } as const;
  const sweep = {
    play: place,
    what: 'sweep',
    number: 1,
    day: sweepDay!,
    says: 'sweep the ratio again: real rows have come since',
    next: `verisim replace --play ${place} --sweep`,
  } as const;
  return [...reviewsOf(start).slice(0, 1), ...(sweepDay === null ? [] : [sweep]), expiry];
}

/** The reviews to come until the expiry, as they fall when each is made on its day. */
export function reviewsOf({ place, plan, reviews }: ColdStart): readonly Omit<DueItem, 'overdue'>[] {
  const last = reviews.at(-1)?.day ?? plan.started;
  const items: Omit<DueItem, 'overdue'>[] = [];
  for (let n = 1; ; n++) {
    const day = addDays(last, n * plan.reviewDays);
    if (day > plan.expires) return items;
    items.push({
      play: place,
      what: 'review',
      number: reviews.length + n,
      day,
      says: 'review the disposable model: have real rows come, does it still do what it is for, may it stay',
      next: `verisim due --reviewed ${place} --by NAME --note WHAT`,
    });
  }
}
