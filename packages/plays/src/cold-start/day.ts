import { badDay } from '../errors.ts';

/** A calendar day as `2027-03-31`; days compare as texts do. */
export type Day = string;

const MILLISECONDS = 86_400_000;

/** A day that the calendar has. Throws `plays/bad-day`. */
export function parseDay(text: string, what: string): Day {
  const day = text.trim();
  const time = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || dayOf(time) !== day) throw badDay(what, text);
  return day;
}

/** So many days later; earlier when below 0. */
export function addDays(day: Day, days: number): Day {
  return dayOf(timeOf(day) + days * MILLISECONDS);
}

/** Days from one to another, below 0 when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((timeOf(to) - timeOf(from)) / MILLISECONDS);
}

function timeOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(time: number): Day {
  return new Date(time).toISOString().slice(0, 10);
}
