import { badSample } from '../errors.ts';
import { DAY, dailyIntensity } from '../flow/intensity.ts';
import type { WebLogOptions } from './options.ts';

/** A request as a line of the combined format says it. */
export interface LoggedRequest {
  /** Seconds since 1970. */
  readonly at: number;
  readonly path: string;
  readonly status: number;
  readonly agent: string;
}

const LINE =
  /^\S+ \S+ \S+ \[(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "(?:\S+ )?(\S*)[^"]*" (\d{3}) (?:\d+|-)(?: "[^"]*" "([^"]*)")?/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const PROGRAM = /bot|crawl|spider|slurp|curl|wget|python|scan|^-?$/i;

/** Reads lines of an access log. Throws `generator-simulation/bad-sample` naming the line that is none. */
export function readLog(text: string): readonly LoggedRequest[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const found = LINE.exec(line);
    const month = found ? MONTHS.indexOf(found[2]) / 3 : -1;
    if (!found || !Number.isInteger(month) || month < 0)
      throw badSample(
        'web-log',
        `line ${i + 1} is not in combined log format`,
        'Drop that line, or give the log as the server writes it.',
      );
    const [, day, , year, hour, minute, second, sign, hours, minutes, path, status, agent = ''] = found;
    const local = Date.UTC(+year, month, +day, +hour, +minute, +second) / 1000;
    const zone = (sign === '-' ? -1 : 1) * (3600 * +hours + 60 * +minutes);
    return [{ at: local - zone, path: path.split('?')[0], status: +status, agent }];
  });
}

/**
 * The options with rates of a real log: requests per second (over day and night: the log's hours are weighed by the daily wave), that wave where the log covers a day (first harmonic of the time of day; Bloomfield 2000,
 * section 2), the share whose agent names a program, the share of other requests that fail, the number of paths. No path, address or agent of it is used.
 */
export function fitWebLog(options: WebLogOptions, text: string): WebLogOptions {
  const requests = readLog(text);
  const times = requests.map(({ at }) => at);
  const [first, last] = times.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [Infinity, -Infinity]);
  if (requests.length < 20 || !(last > first))
    throw badSample(
      'web-log',
      `it has ${requests.length} requests in ${Math.max(0, last - first)} s`,
      'Give 20 lines or more that cover more than one second.',
    );
  const people = requests.filter(({ agent }) => !PROGRAM.test(agent));
  const failed = people.filter(({ status }) => status === 404 || status === 500);
  const exact = (value: number) => Number(value.toPrecision(4));
  const whole = Math.floor((last - first) / DAY);
  const swing =
    whole === 0 ? options.swing : exact(Math.min(0.95, dailySwing(times.filter((at) => at - first < whole * DAY))));
  const { even } = dailyIntensity(swing, 0);
  return {
    ...options,
    rate: exact((requests.length - 1) / (even(last) - even(first))),
    swing,
    bots: exact(Math.min(0.95, 1 - people.length / requests.length)),
    errors: exact(people.length === 0 ? options.errors : Math.min(0.95, failed.length / people.length)),
    pages: Math.max(1, new Set(people.filter(({ status }) => status < 400).map(({ path }) => path)).size),
  };
}

function dailySwing(times: readonly number[]): number {
  const turn = (2 * Math.PI) / DAY;
  const [c, s] = times.reduce(([c, s], at) => [c + Math.cos(turn * at), s + Math.sin(turn * at)], [0, 0]);
  return (2 * Math.hypot(c, s)) / times.length;
}
