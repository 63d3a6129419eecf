import type { Progress } from '@verisim/core';
import { demandProgress, strictNote } from './demand-reports.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { copySource, drawFrom, fitSubject } from './generator-subject.ts';

const progress: GeneratorCheck = {
  name: 'progress',
  title: 'reports progress that never goes back nor beyond its total',
  async run(subject) {
    let reports: Progress[] = [];
    const parts = { progress: (report: Progress) => void reports.push(report) };
    const model = await fitSubject(subject, copySource(subject.source), parts);
    demandProgress(subject, reports, 'fit');
    for (const block of [0, 1]) {
      reports = [];
      await drawFrom(subject, model, { block }, parts);
      demandProgress(subject, reports, 'sample');
    }
  },
};

const notes: GeneratorCheck = {
  name: 'notes',
  title: 'notes plain JSON under names',
  async run(subject) {
    const note = strictNote(subject);
    const model = await fitSubject(subject, copySource(subject.source), { note });
    await drawFrom(subject, model, {}, { note });
  },
};

/** What a generator tells of its work. */
export const reportChecks: readonly GeneratorCheck[] = [progress, notes];
