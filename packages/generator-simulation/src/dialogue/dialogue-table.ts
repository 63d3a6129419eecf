import { type ColumnSpec, createTable, type Table } from '@verisim/core';
import { categorySpec, codedColumn, integerSpec, numericColumn, textColumn, textSpec } from '../columns.ts';
import type { Dialogue } from './converse.ts';
import { tasks } from './tasks.ts';
import { dialogueActs, dialogueCauses, dialogueOutcomes, type Turn } from './turn.ts';

const speakers = ['user', 'agent'];
const taskNames = tasks.map(({ name }) => name);

/** One row per turn. `claims` is what an agent takes the user's wishes for, `wish` is what the user wants at that turn, `goal` what it wanted at the end, both JSON by slot. */
export const dialogueColumns: readonly ColumnSpec[] = [
  textSpec('dialogue'),
  integerSpec('turn'),
  integerSpec('turns'),
  categorySpec('task', taskNames),
  categorySpec('speaker', speakers),
  categorySpec('act', dialogueActs),
  textSpec('slot', { nullable: true }),
  textSpec('text'),
  textSpec('meant'),
  textSpec('claims', { nullable: true }),
  textSpec('wish'),
  textSpec('goal'),
  categorySpec('outcome', dialogueOutcomes, { role: 'target' }),
  categorySpec('cause', dialogueCauses),
  textSpec('cause_id', { nullable: true }),
];

/** The first `rows` turns of some dialogues. */
export function dialogueTable(dialogues: readonly Dialogue[], rows: number): Table {
  const all = dialogues.flatMap((dialogue) => dialogue.turns.map((turn, i) => ({ dialogue, turn, number: i + 1 })));
  const kept = all.slice(0, rows);
  type Entry = (typeof kept)[number];
  const texts = (of: (entry: Entry) => string | null) => textColumn(kept.map(of));
  const coded = (levels: readonly string[], of: (entry: Entry) => string) =>
    codedColumn(
      Int32Array.from(kept, (entry) => levels.indexOf(of(entry))),
      levels,
    );
  const numbers = (of: (entry: Entry) => number) => numericColumn(Float64Array.from(kept, of));
  return createTable(dialogueColumns, [
    texts(({ dialogue }) => dialogue.name),
    numbers(({ number }) => number),
    numbers(({ dialogue }) => dialogue.turns.length),
    coded(taskNames, ({ dialogue }) => dialogue.task.name),
    coded(speakers, ({ turn }) => turn.speaker),
    coded(dialogueActs, ({ turn }) => turn.act),
    texts(({ turn }) => turn.slot),
    texts(({ turn }) => turn.text),
    texts(({ turn }) => turn.meant),
    texts(({ turn }) => turn.claims && JSON.stringify(turn.claims)),
    texts(({ turn }) => JSON.stringify(turn.goal)),
    texts(({ dialogue }) => JSON.stringify(dialogue.goal)),
    coded(dialogueOutcomes, ({ dialogue }) => dialogue.outcome),
    coded(dialogueCauses, ({ turn }) => turn.cause),
    texts(({ dialogue, turn, number }) => causeId(dialogue, turn, number)),
  ]);
}

/** Names what made a turn other than the goal alone would have; `null` for all others. */
const causeId = ({ name }: Dialogue, { cause }: Turn, number: number): string | null =>
  cause === 'goal' || cause === 'agent' ? null : `${cause}:${name}.${number}`;
