const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** An instant in a text, by the strftime signs that dates of people have: `%Y %y %m %-m %B %b %d %-d %A %a %H %-H %M %S`. */
export function printDate(time: number, format: string): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const weekday = DAYS[(date.getUTCDay() + 6) % 7];
  const month = MONTHS[date.getUTCMonth()];
  const signs: Readonly<Record<string, string>> = {
    Y: String(date.getUTCFullYear()),
    y: two(date.getUTCFullYear() % 100),
    m: two(date.getUTCMonth() + 1),
    '-m': String(date.getUTCMonth() + 1),
    B: month,
    b: month.slice(0, 3),
    d: two(date.getUTCDate()),
    '-d': String(date.getUTCDate()),
    A: weekday,
    a: weekday.slice(0, 3),
    H: two(date.getUTCHours()),
    '-H': String(date.getUTCHours()),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    '%': '%',
  };
  return format.replaceAll(/%(-?[A-Za-z%])/g, (whole, sign: string) =>
    Object.hasOwn(signs, sign) ? signs[sign] : whole,
  );
}
