/** Whether a text names a zone as {@link ColumnSpec} has it: `Z`, an offset of hours and minutes, or an IANA name. */
export function isZone(zone: string): boolean {
  if (/^(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(zone)) return true;
  if (!/^[A-Za-z]+[\w/+-]+$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}
