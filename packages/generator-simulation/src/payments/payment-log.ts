import { createEventLog, type EventLog } from '../flow/event-log.ts';

/** What a payment is while it is simulated, one number each. */
export interface Payment {
  /** Seconds from the start. */
  readonly at: number;
  readonly account: number;
  /** Its place, see `places`. */
  readonly place: number;
  /** A merchant, an account or a branch, by the kind of the place. */
  readonly counterpart: number;
  /** 32 bits; -1 = none. */
  readonly device: number;
  readonly channel: number;
  readonly amount: number;
  readonly declined: number;
  /** 0 = ordinary, else 1 + the position of a pattern. */
  readonly cause: number;
  /** The number of the episode, from 1 on; 0 = ordinary. */
  readonly episode: number;
}

/** Where each number of a payment lies. */
export const paymentFields: Readonly<Record<keyof Payment, number>> = {
  at: 0,
  account: 1,
  place: 2,
  counterpart: 3,
  device: 4,
  channel: 5,
  amount: 6,
  declined: 7,
  cause: 8,
  episode: 9,
};

/** An empty log of payments. */
export const createPaymentLog = (room: number): EventLog => createEventLog(10, room);

/** Adds a payment. */
export function writePayment(log: EventLog, payment: Payment): void {
  const i = log.add();
  const { values } = log;
  values[i] = payment.at;
  values[i + 1] = payment.account;
  values[i + 2] = payment.place;
  values[i + 3] = payment.counterpart;
  values[i + 4] = payment.device;
  values[i + 5] = payment.channel;
  values[i + 6] = payment.amount;
  values[i + 7] = payment.declined;
  values[i + 8] = payment.cause;
  values[i + 9] = payment.episode;
}
