import type { ColdStart, DueItem } from '@verisim/plays';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { requireWorkspace } from '../locks.ts';
import { plain } from '../printable.ts';
import { sayTable } from '../say-table.ts';
import { optional } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { todayOption } from '../today.ts';
import { writeWhole } from '../write-report.ts';

/** `verisim due`: what is overdue of every cold start; also puts reviews on record and writes a calendar. */
export async function run({ options, terminal }: Call): Promise<ExitCode> {
  const plays = await import('@verisim/plays');
  const today = plays.parseDay(todayOption(options), 'The day --today');
  const folder = optional(options, 'folder') ?? '.';
  const workspace = await requireWorkspace(folder, 'due');
  const said = { by: optional(options, 'by') ?? '', note: optional(options, 'note') ?? '', day: today };
  const [reviewed, end] = [optional(options, 'reviewed'), optional(options, 'end')];
  if (reviewed !== undefined) {
    const { place } = await plays.coldStartOf(workspace, reviewed);
    await plays.recordColdReview(workspace, { play: place, ...said });
  }
  if (end !== undefined) {
    const { place } = await plays.coldStartOf(workspace, end);
    await plays.recordColdEnd(workspace, { play: place, ...said });
  }
  const starts = await plays.coldStarts(workspace);
  const items = plays.dueItems(starts, today);
  const ics = optional(options, 'ics');
  if (ics !== undefined) {
    if (items.length === 0) await plays.coldStartOf(workspace);
    await writeWhole(ics, plays.reviewCalendar(starts, today));
  }
  say({ starts, items, today, ics }, terminal);
  return items.some(({ overdue }) => overdue > 0) ? exitCodes.attention : exitCodes.done;
}

interface Due {
  readonly starts: readonly ColdStart[];
  readonly items: readonly DueItem[];
  readonly today: string;
  readonly ics: string | undefined;
}

function say({ starts, items, today, ics }: Due, terminal: Terminal): void {
  const overdue = items.filter((item) => item.overdue > 0);
  if (terminal.json) {
    const ended = starts.flatMap(({ place, ended }) => (ended ? [{ play: place, ...ended }] : []));
    printJson({ today, overdue, next: items.filter((item) => item.overdue <= 0), ended });
    return;
  }
  if (items.length === 0) terminal.say('Nothing is due: there is no open cold start in this folder.');
  else {
    const rows = items.map(({ play, what, number, day, overdue: days }) => [
      day,
      what === 'review' ? `review ${number}` : what,
      play,
      days > 0 ? `overdue by ${days} ${days === 1 ? 'day' : 'days'}` : days === 0 ? 'today' : `in ${-days} days`,
    ]);
    sayTable({ caption: `Due, as of ${today}`, columns: ['day', 'what', 'cold start', ''], rows }, terminal);
    for (const { says, next, what } of overdue) terminal.say(`\noverdue ${what}: ${plain(says)}\n  ${plain(next)}`);
  }
  if (ics) terminal.say(`calendar: ${ics}`);
}
