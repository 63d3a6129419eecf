import { metricLabel, whereLabel } from './metric-label.ts';
import type { Report } from './report.ts';

const MOST_NAMES = 5;

/** What was not tested, one sentence each: what the report says itself, then what its numbers leave open. Never empty. */
export function notTested(report: Report): readonly string[] {
  const unmeasured = report.verdicts.filter(({ verdict }) => verdict.lift === null);
  return [
    ...(report.notTested ?? []),
    ...(report.verdicts.length === 0 ? ['Whether the data helps a model: that was not asked.'] : []),
    ...unmeasured.map(({ title }) => `The lift${title === '' ? '' : ` for "${title}"`}: none was measured.`),
    ...undefinedMeasurements(report),
    'Whatever no section of this report names.',
  ];
}

/** What the list of it is called: another name where a section of the report bears the usual one. */
export function notTestedTitle({ sections }: Report): string {
  return sections.some(({ title }) => /was not tested/i.test(title)) ? 'Beyond these sections' : 'What was not tested';
}

function undefinedMeasurements(report: Report): readonly string[] {
  const names = report.sections
    .flatMap((section) => section.measurements ?? [])
    .filter(({ value }) => value === null)
    .map(({ metric, where }) => [metricLabel(metric), whereLabel(where)].filter((part) => part !== '').join(' of '));
  if (names.length === 0) return [];
  const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return [`Measurements that are not defined on this data: ${names.slice(0, MOST_NAMES).join('; ')}${rest}.`];
}
