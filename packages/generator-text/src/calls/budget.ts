import type { VerisimError } from '@verisim/core';
import { budgetReached } from '../errors.ts';

/** Limits that are never passed; `null` is no limit. */
export interface BudgetLimits {
  /** In millionths of the currency. */
  readonly money: number | null;
  readonly tokens: number | null;
}

/** An amount of both. */
export interface Amount {
  readonly money: number;
  readonly tokens: number;
}

/** Money and tokens: what is spent, and what calls under way may still cost. */
export interface Budget {
  /**
   * Sets the worst case of one call aside. Waits while it does not fit but calls under way may give some back, in the order asked. Throws
   * `generator-text/budget-reached`.
   */
  reserve(worst: Amount, signal: AbortSignal): Promise<void>;
  /** Sets the worst case of a call in a batch aside if it fits now. Nobody waits for what batches give back. */
  tryReserve(worst: Amount): boolean;
  /** The error that tells of an amount that does not fit. */
  refusal(worst: Amount): VerisimError;
  /** Gives a reservation back and books what was spent of it. */
  settle(reserved: Amount & { readonly batch: string | null }, spent: Amount): void;
  /** Books what an earlier run spent. */
  book(spent: Amount): void;
  /** Sets aside what an earlier run has under way in a batch. */
  hold(reserved: Amount): void;
  spent(): Amount;
}

interface Waiting {
  readonly worst: Amount;
  readonly go: () => void;
  readonly fail: (error: unknown) => void;
}

/** One budget for all calls of a process. */
export function createBudget(limits: BudgetLimits): Budget {
  let spent: Amount = { money: 0, tokens: 0 };
  let reserved: Amount = { money: 0, tokens: 0 };
  let underway = 0;
  const queue: Waiting[] = [];
  const fits = ({ money, tokens }: Amount, aside: Amount) =>
    (limits.money === null || spent.money + aside.money + money <= limits.money) &&
    (limits.tokens === null || spent.tokens + aside.tokens + tokens <= limits.tokens);
  const hold = (amount: Amount) => {
    reserved = plus(reserved, amount);
  };
  const serve = () => {
    while (queue.length > 0) {
      const { worst, go, fail } = queue[0];
      const hopeless = underway === 0 || !fits(worst, { money: 0, tokens: 0 });
      const fitting = fits(worst, reserved);
      if (!fitting && !hopeless) return;
      queue.shift();
      if (fitting) {
        hold(worst);
        underway++;
        go();
      } else fail(budgetReached(spent, worst, limits));
    }
  };
  return {
    reserve(worst, signal) {
      const reserving = standInLine(queue, worst, signal);
      serve();
      return reserving;
    },
    tryReserve(worst) {
      if (queue.length > 0 || !fits(worst, reserved)) return false;
      hold(worst);
      return true;
    },
    refusal: (worst) => budgetReached(spent, worst, limits),
    settle(was, is) {
      reserved = plus(reserved, { money: -was.money, tokens: -was.tokens });
      spent = plus(spent, is);
      if (was.batch === null) underway--;
      serve();
    },
    book(amount) {
      spent = plus(spent, amount);
    },
    hold,
    spent: () => spent,
  };
}

/** Resolves when it is served, and leaves the line when the signal aborts. */
function standInLine(queue: Waiting[], worst: Amount, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const leave = () => {
      queue.splice(queue.indexOf(place), 1);
      reject(signal.reason);
    };
    const out = () => signal.removeEventListener('abort', leave);
    const go = () => {
      out();
      resolve();
    };
    const refuse = (error: unknown) => {
      out();
      reject(error);
    };
    const place: Waiting = { worst, go, fail: refuse };
    signal.addEventListener('abort', leave);
    queue.push(place);
  });
}

function plus(a: Amount, b: Amount): Amount {
  return { money: a.money + b.money, tokens: a.tokens + b.tokens };
}
