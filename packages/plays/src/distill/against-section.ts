import { type CodedColumn, columnOf, measurement, type Table } from '@verisim/core';
import { metricOf } from '@verisim/evaluator-utility';
import type { ReportSection } from '@verisim/report';
import type { DistillPlan } from './distill-plan.ts';
import type { AgainstTeacher } from './student-against-teacher.ts';

/** The class of each test row among `classes`; -1 for none and for classes that the training part lacks. */
export function comparable(table: Table, target: string, classes: readonly string[]): Int32Array {
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const place = levels.map((level) => classes.indexOf(level));
  return codes.map((code) => (code < 0 ? -1 : place[code]));
}

/** Student against teacher as a part of the report. */
export function againstSection(found: AgainstTeacher | null, { loss }: DistillPlan, teacher: string): ReportSection {
  const title = 'Student against teacher, on real test rows';
  if (found === null) {
    const message = `${teacher} answered too few of the test rows to be compared with: ask it about the rows of the whole file, the locked ones among them.`;
    return { title, text: [message], findings: [{ rule: 'teacher-not-compared', level: 'warning', message }] };
  }
  const { metric, rows, of, student, difference, studentError, teacherError } = found;
  const { better, range } = metricOf(metric);
  const text = [
    `${against(found, teacher)}; a loss of ${loss} was allowed.`,
    ...(rows < of
      ? [
          `${teacher} answered ${rows.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} test rows; both are scored on those.`,
        ]
      : []),
  ];
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const table = {
    caption: 'On the same rows',
    columns: ['', metric, 'wrong'],
    rows: [
      ['student', student.toFixed(4), percent(studentError)],
      [teacher, found.teacher.toFixed(4), percent(teacherError)],
    ],
  };
  const { value, low, high } = difference;
  const measurements = [
    measurement(`student-${metric}`, student, { better, range }),
    measurement(`teacher-${metric}`, found.teacher, { better, range }),
    measurement(`student-minus-teacher-${metric}`, value, { low, high }),
  ];
  return { title, text, tables: [table], measurements };
}

/** The comparison in a sentence without its full stop. */
export function against({ metric, rows, student, teacher, difference }: AgainstTeacher, name: string): string {
  const signed = (value: number) => (value >= 0 ? '+' : '') + value.toFixed(4);
  const { value, low, high } = difference;
  return `On ${rows.toLocaleString('en-US')} real test rows the student reaches ${metric} ${student.toFixed(4)} and ${name} ${teacher.toFixed(4)}: ${signed(value)} [${signed(low)}, ${signed(high)}], positive is better`;
}
