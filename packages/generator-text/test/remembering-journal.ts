import { type AnswerJournal, type JournalEntry, memoryJournal } from '../src/index.ts';

/** A journal that can be opened again with all that was written, as a file can. */
export function rememberingJournal(): { open(): AnswerJournal } {
  const journal = memoryJournal();
  const written: JournalEntry[] = [];
  return {
    open() {
      const before = written.length;
      return {
        async *entries() {
          yield* written.slice(0, before);
        },
        body: journal.body,
        async append(record, body) {
          const entry = await journal.append(record, body);
          written.push(entry);
          return entry;
        },
      };
    },
  };
}
