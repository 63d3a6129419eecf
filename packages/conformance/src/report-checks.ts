import type { Progress } from '@verisim/core';
import type { GeneratorCheck } from './generator-check.ts';
import { jsonFault } from './json-fault.ts';
import { copySource, demand, drawFrom, fitSubject, type Subject } from './subject.ts';

const progress: GeneratorCheck = {
  name: 'progress',
  title: 'reports progress that never goes back nor beyond its total',
  async run(subject) {
    let reports: Progress[] = [];
    const parts = { progress: (report: Progress) => void reports.push(report) };
    const model = await fitSubject(subject, copySource(subject.source), parts);
    judgeProgress(subject, reports, 'fit');
    for (const block of [0, 1]) {
      reports = [];
      await drawFrom(subject, model, { block }, parts);
      judgeProgress(subject, reports, 'sample');
    }
  },
};

function judgeProgress(subject: Subject, reports: readonly Progress[], verb: string): void {
  let before = 0;
  for (const { done, total } of reports) {
    demand(subject, done >= before, `goes from ${before} back to ${done} in the progress of ${verb}`);
    demand(subject, total === undefined || done <= total, `reports ${done} of ${total} done in ${verb}`);
    before = done;
  }
}

const notes: GeneratorCheck = {
  name: 'notes',
  title: 'notes plain JSON under names',
  async run(subject) {
    const note = (key: unknown, value: unknown) => {
      demand(subject, typeof key === 'string' && key !== '', 'makes a note without a name');
      const fault = jsonFault(value);
      demand(subject, fault === null, `makes the note "${key}", which is not JSON: ${fault}`);
    };
    const model = await fitSubject(subject, copySource(subject.source), { note });
    await drawFrom(subject, model, {}, { note });
  },
};

/** What a plugin tells of its work. */
export const reportChecks: readonly GeneratorCheck[] = [progress, notes];
