import type { DuplicateExample, HoldoutLock } from '@verisim/workspace';
import { counted } from './counted.ts';
import type { LedgerHead } from './locks.ts';
import { plain } from './printable.ts';
import { sayTable } from './say-table.ts';
import { type Stratum, strataTable } from './strata.ts';
import type { Terminal } from './terminal.ts';

/** What is said of a lock. */
export interface Locked {
  readonly already: boolean;
  readonly lock: HoldoutLock;
  readonly training: { readonly file: string; readonly rows: number };
  readonly strata: readonly Stratum[] | null;
  /** Some copies among the rows, by row number. */
  readonly examples: readonly DuplicateExample[];
  /** An older lock of a file of the same name that held something else. */
  readonly older: string | null;
  readonly head: LedgerHead;
}

/** More rows off than this share of what was asked for is worth a word. */
const OFF = 0.1;

/** What `verisim lock --json` prints. */
export function lockDocument(locked: Locked): Readonly<Record<string, unknown>> {
  const { already, lock, training, strata, examples, older, head } = locked;
  const { id, rows, contentHash, target, seed, source, split = null } = lock;
  return {
    already,
    id,
    rows,
    contentHash,
    target,
    seed,
    source,
    training,
    split,
    strata,
    examples,
    older,
    ledger: head,
  };
}

/** Says what was locked, how, what is left to train with, and what copies there are. */
export function sayLock(locked: Locked, total: number, terminal: Terminal): void {
  const { lock, already, training, strata, older, head } = locked;
  const source = plain(lock.source.file);
  terminal.say(
    already
      ? `${source} is locked already: holdout ${lock.id}, ${counted(lock.rows, 'row')} of ${counted(total, 'row')}.`
      : `Locked ${counted(lock.rows, 'row')} of ${counted(total, 'row')} of ${source}: holdout ${lock.id}.`,
  );
  terminal.say(`content hash: ${lock.contentHash}`);
  terminal.say(`ledger: ${counted(head.entries, 'entry').replace('entrys', 'entries')}, the last ${head.hash}`);
  terminal.say(
    `training part: ${training.file} (${counted(training.rows, 'row')}); make and choose everything from it alone`,
  );
  for (const line of splitLines(lock)) terminal.say(plain(line));
  if (strata) sayTable(strataTable(strata, lock.target!), terminal);
  else
    terminal.say(
      lock.target === null ? 'strata: none (no target)' : `strata: along the values of "${plain(lock.target)}"`,
    );
  for (const line of duplicateLines(locked)) terminal.say(line);
  if (older !== null)
    terminal.say(
      `warning: a file of this name was locked before with other contents (holdout ${older}): rows of that holdout may be in this training part`,
    );
}

function splitLines({ split, rows }: HoldoutLock): readonly string[] {
  if (split === undefined) return [];
  const { groups, ancestors, groupCounts, time, asked } = split;
  const by = [...groups.map((name) => `"${name}"`), ...(ancestors ? ['common ancestors'] : [])].join(' and ');
  const off = Math.abs(rows - asked) > OFF * asked;
  return [
    ...(groupCounts === null
      ? []
      : [
          `groups: by ${by}, ${counted(groupCounts.locked, 'group')} locked and ${counted(groupCounts.training, 'group')} left; the largest has ${counted(groupCounts.largest, 'row')}`,
        ]),
    ...(time === null ? [] : [`time: rows from ${time.from} on by "${time.column}" are locked, all before train`]),
    ...(time === null || time.untimed === 0 ? [] : [`time: ${counted(time.untimed, 'row')} without one; they train`]),
    ...(off
      ? [`warning: ${counted(asked, 'row')} were asked for; groups or equal times cannot be divided nearer to that`]
      : []),
  ];
}

function duplicateLines({ lock, examples }: Locked): readonly string[] {
  const found = lock.split?.duplicates;
  if (found === undefined) return [];
  const { exact, near, text, sets, common, across, policy } = found;
  const shared = common > 0 ? `; ${counted(common, 'row')} equal others so common that chance explains it` : '';
  if (exact + near + text === 0) return [`copies: none found${shared}`];
  const kinds = [
    exact > 0 && `${counted(exact, 'row')} equal in every cell`,
    near > 0 &&
      `${exact > 0 ? 'another ' : ''}${counted(near, 'row')} but for case, spaces, the fourth digit or the target`,
    text > 0 && `${exact + near > 0 ? 'another ' : ''}${counted(text, 'row')} of nearly the same text`,
  ].filter((part) => part !== false);
  const such = examples.map(({ rows }) => rows.join(' = ')).join('; ');
  const fate =
    across > 0
      ? `warning: ${counted(across, 'locked row')} ${across === 1 ? 'has' : 'have'} a copy in the training part, so the holdout flatters what memorises; --duplicates together keeps copies on one side`
      : policy === 'together'
        ? 'copies: each set is kept on one side'
        : 'copies: no set crosses the split';
  return [`copies: ${kinds.join(', ')}, in ${counted(sets, 'set')}, such as rows ${such}${shared}`, fate];
}
