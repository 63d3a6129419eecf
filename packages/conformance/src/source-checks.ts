import { demand } from './demand.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { copySource, drawFrom, fitSubject } from './generator-subject.ts';
import { overwriteTable } from './overwrite-table.ts';
import { tableDifference } from './table-difference.ts';

const sourceUntouched: GeneratorCheck = {
  name: 'source-untouched',
  title: 'leaves its source as it was',
  async run(subject) {
    const source = copySource(subject.source);
    const before = copySource(subject.source);
    const model = await fitSubject(subject, source);
    await drawFrom(subject, model);
    if (source === null || before === null) return;
    if ('rows' in source && 'rows' in before) {
      const difference = tableDifference(source, before);
      demand(subject, difference === null, `changes its source: ${difference}`);
    }
    const specs = [source, before].map((given) => JSON.stringify('rows' in given ? given.spec : given));
    demand(subject, specs[0] === specs[1], "changes its source's schema");
  },
};

const sourceReleased: GeneratorCheck = {
  name: 'source-released',
  title: 'samples the same when its source is changed after the fit',
  async run(subject) {
    const source = copySource(subject.source);
    if (source === null || !('rows' in source) || !subject.plugin.traits.reproducible) return;
    const model = await fitSubject(subject, source);
    const before = await drawFrom(subject, model);
    overwriteTable(source);
    const difference = tableDifference(before, await drawFrom(subject, model));
    demand(subject, difference === null, `still reads its source after the fit: ${difference}`);
  },
};

/** What happens to the source. */
export const sourceChecks: readonly GeneratorCheck[] = [sourceUntouched, sourceReleased];
