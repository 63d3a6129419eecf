import type { ColdStart } from './cold-start-store.ts';
import { addDays, type Day } from './day.ts';
import { dueItems, reviewsOf } from './due-items.ts';

/** One entry of a calendar: a whole day. */
interface Entry {
  readonly uid: string;
  readonly day: Day;
  readonly title: string;
  readonly text: string;
  readonly sequence: number;
}

/**
 * Every review until the expiry, and the expiry, of each cold start that has not ended, as an iCalendar file (RFC 5545). The uid of an entry is made of the run and
 * the number of the review, so that a file that is written again moves the entries that it wrote before.
 */
export function reviewCalendar(starts: readonly ColdStart[], today: Day): string {
  const open = starts.filter(({ ended }) => ended === null);
  const entries = open.flatMap((start): Entry[] => {
    const shared = { sequence: start.reviews.length };
    const reviews = reviewsOf(start).map(({ play, number, day, says, next }) => ({
      ...shared,
      uid: `${play}-review-${number}@verisim`,
      day,
      title: `Review ${number} of the cold start ${play}`,
      text: `${says}.\n${next}`,
    }));
    const expiry = dueItems([start], today).find(({ what }) => what === 'expiry')!;
    const last = {
      ...shared,
      uid: `${start.place}-expiry@verisim`,
      day: expiry.day,
      title: `The cold start ${start.place} expires`,
      text: `${expiry.says}.\n${expiry.next}`,
    };
    return [...reviews, last];
  });
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//verisim//cold start//EN', 'CALSCALE:GREGORIAN'];
  for (const entry of entries) lines.push(...eventLines(entry, today));
  return [...lines, 'END:VCALENDAR'].map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines({ uid, day, title, text, sequence }: Entry, today: Day): readonly string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${digits(today)}T000000Z`,
    `DTSTART;VALUE=DATE:${digits(day)}`,
    `DTEND;VALUE=DATE:${digits(addDays(day, 1))}`,
    `SEQUENCE:${sequence}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(title)}`,
    'TRIGGER:-P1D',
    'END:VALARM',
    'END:VEVENT',
  ];
}

function digits(day: Day): string {
  return day.replaceAll('-', '');
}

/** Section 3.3.11. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** Section 3.1: lines of at most 75 octets, the next ones after a space; no character is cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [''];
  let octets = 0;
  for (const sign of line) {
    const size = encoder.encode(sign).length;
    if (octets + size > 75) {
      parts.push('');
      octets = 1;
    }
    parts[parts.length - 1] += sign;
    octets += size;
  }
  return parts.join('\r\n ');
}
