import type { Context, Progress } from '@verisim/core';
import { demand, type Tested } from './demand.ts';
import { jsonFault } from './json-fault.ts';

/** Demands that progress never goes back nor beyond its total. `verb` is the work that reported it. */
export function demandProgress(subject: Tested, reports: readonly Progress[], verb: string): void {
  let before = 0;
  for (const { done, total } of reports) {
    demand(subject, done >= before, `goes from ${before} back to ${done} in the progress of ${verb}`);
    demand(subject, total === undefined || done <= total, `reports ${done} of ${total} done in ${verb}`);
    before = done;
  }
}

/** A `note` that demands names and plain JSON. */
export function strictNote(subject: Tested): Context['note'] {
  return (key: unknown, value: unknown) => {
    demand(subject, typeof key === 'string' && key !== '', 'makes a note without a name');
    const fault = jsonFault(value);
    demand(subject, fault === null, `makes the note "${key}", which is not JSON: ${fault}`);
  };
}
