import { createTable, type Table } from '@verisim/core';
import { codedColumn, numericColumn, textColumn } from '../columns.ts';
import { pathsOf, webLogCauses, webLogColumns } from './columns.ts';
import type { WebLogSettings } from './options.ts';
import { type Requests, requestFields } from './simulate-requests.ts';
import { address, agents, visitorKinds } from './visitors.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ERROR = webLogCauses.indexOf('error');
const OUTAGE = webLogCauses.indexOf('outage');

/** Some of the requests as rows. The line is Apache's combined format; its clock shows seconds, the column `time` milliseconds. */
export function requestTable(
  settings: WebLogSettings,
  { log, kinds, marks }: Requests,
  kept: Int32Array,
  block: number,
): Table {
  const columns = webLogColumns(settings);
  const paths = pathsOf(settings.pages);
  const clock = createClock();
  const n = kept.length;
  const numbers = () => new Float64Array(n);
  const [time, status, bytes] = [numbers(), numbers(), numbers()];
  const codes = () => new Int32Array(n);
  const [path, agent, cause] = [codes(), codes(), codes()];
  const texts = () => new Array<string>(n);
  const [lines, addresses, visits, causeIds] = [texts(), texts(), texts(), texts()];
  const visitors = kinds.map((k, visitor) =>
    visitorOf(k, marks[visitor], `${visitorKinds[k].cause}:${block}-${visitor}`),
  );
  for (let row = 0; row < n; row++) {
    const at = kept[row] * log.width;
    const field = (name: keyof typeof requestFields) => log.values[at + requestFields[name]];
    const visitor = visitors[field('visitor')];
    time[row] = settings.start + Math.round(1000 * field('at'));
    path[row] = field('page');
    status[row] = field('status');
    bytes[row] = field('bytes');
    addresses[row] = visitor.address;
    agent[row] = visitor.agent;
    visits[row] = visitor.id;
    const failed = visitor.kind === 0 && (status[row] === 404 || status[row] === 500);
    cause[row] = field('outage') > 0 ? OUTAGE : failed ? ERROR : visitor.kind;
    causeIds[row] =
      cause[row] === OUTAGE ? `outage:${block}-${field('outage')}` : failed ? `error:${block}-${row}` : visitor.id;
    const referer = field('from') < 0 ? '-' : `https://site.example${paths[field('from')]}`;
    const size = bytes[row] === 0 ? '-' : bytes[row];
    lines[row] = lineOf([
      visitor.address,
      clock(time[row]),
      paths[path[row]],
      status[row],
      size,
      referer,
      agents[visitor.agent],
    ]);
  }
  return createTable(columns, [
    textColumn(lines),
    numericColumn(time),
    textColumn(addresses),
    codedColumn(path, columns[3].levels!),
    numericColumn(status),
    numericColumn(bytes),
    codedColumn(agent, agents),
    textColumn(visits),
    codedColumn(cause, webLogCauses),
    textColumn(causeIds),
  ]);
}

/** A line from its parts. Joined, not added: added texts stay trees of their parts and take four times the memory. */
function lineOf([host, at, path, status, size, referer, agent]: readonly (string | number)[]): string {
  return [host, ' - - [', at, '] "GET ', path, ' HTTP/1.1" ', status, ' ', size, ' "', referer, '" "', agent, '"'].join(
    '',
  );
}

function visitorOf(kind: number, [host, agent]: readonly [number, number], id: string) {
  const own = visitorKinds[kind].agents;
  const chosen = own[Math.floor(agent * own.length)];
  return { kind, id, address: address(visitorKinds[kind], host), agent: agents.indexOf(chosen) };
}

/** Writes instants as `05/Jan/2026:00:00:01 +0000`; equal seconds in a row are written once. */
function createClock(): (instant: number) => string {
  let [second, text] = [Number.NaN, ''];
  const two = (value: number) => String(value).padStart(2, '0');
  return (instant) => {
    const now = Math.floor(instant / 1000);
    if (now === second) return text;
    second = now;
    const date = new Date(now * 1000);
    const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
    text = `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
    return text;
  };
}
