/** The last instant that a date can hold, in milliseconds (ECMA-262, 21.4.1.1). */
const LAST = 8.64e15;

/**
 * An instant as ISO 8601 text with its offset in a zone; without a zone, a wall-clock time without one. A zone whose offset at
 * that time had seconds is written as `Z`. Beyond the dates that exist, the number as text.
 */
export function instantText(milliseconds: number, zone: string | undefined): string {
  if (!(Math.abs(milliseconds) <= LAST)) return String(milliseconds);
  if (zone === undefined) return new Date(milliseconds).toISOString().slice(0, -1);
  const offset = offsetAt(milliseconds, zone);
  const shifted = offset === null ? LAST + 1 : milliseconds + minutesOf(offset) * 60_000;
  if (offset === null || Math.abs(shifted) > LAST) return new Date(milliseconds).toISOString();
  return `${new Date(shifted).toISOString().slice(0, -1)}${offset}`;
}

function offsetAt(milliseconds: number, zone: string): string | null {
  if (zone === 'Z') return null;
  if (/^[+-]/.test(zone)) return zone;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  if (name === 'GMT') return '+00:00';
  return /^GMT[+-]\d{2}:\d{2}$/.test(name) ? name.slice(3) : null;
}

function minutesOf(offset: string): number {
  const [hours, minutes] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
