import { forkContext, type Measurement, measurement, type Stage } from '@verisim/core';
import type { ReportSection } from '@verisim/report';
import { orderedClasses } from '../class-order.ts';
import { addSection, type DistillState, type TeacherErrors } from './distill-state.ts';
import { type LabelSourceNoise, labelSourceNoise } from './label-source-noise.ts';
import { keepConsistent, votes } from './self-consistency.ts';
import { biasSentence, sourceBiases } from './source-bias.ts';

/** Real rows on which a teacher must have answered before its error rate says anything. */
const LEAST = 30;

/** Holds the teacher's answers against the real labels of the training part: error rate before and after, confusion, biases by slice. */
export const stageErrors: Stage<DistillState> = {
  name: 'errors',
  title: 'Measure the teacher on real rows',
  async run(state, ctx) {
    const { plan, train, teacher } = state;
    const { classes, truth } = orderedClasses(train, plan.target);
    const answers = await teacher.label(train, classes, forkContext(ctx, 'train'));
    const found = votes(answers, classes.length);
    const { kept } = keepConsistent(found, answers, plan);
    const said = new Int32Array(train.rows).fill(-1);
    for (const row of kept) said[row] = found.label[row];
    const all = labelSourceNoise(found.label, truth, classes.length);
    const left = labelSourceNoise(said, truth, classes.length);
    const biases = sourceBiases(train, plan.target, { said: found.label, truth, classes });
    const errors: TeacherErrors = { all, kept: left, biases, wrongDropped: left.wrong };
    const sections = addSection(state, errorsSection(state, errors, classes));
    if (left.rows >= LEAST) return { errors, sections };
    const stopped = `${teacher.name} answered ${left.rows} real rows with known labels that are kept, and ${LEAST} are needed to say how often it errs. Ask it about the rows of the training part as well.`;
    return { errors, sections, stopped };
  },
};

function errorsSection({ teacher }: DistillState, errors: TeacherErrors, classes: readonly string[]): ReportSection {
  const { all, kept, biases, wrongDropped } = errors;
  const { name } = teacher;
  const biased = biases.biases.length > 0;
  const text = [
    `By majority ${name} is wrong on ${shareOf(all)} real training rows; among the answers that are kept ${shareOf(kept)}: the residual error of the rows that the student learns from, as far as the pool is like the training part.`,
    `Where the real label is known it stands: ${wrongDropped.toLocaleString('en-US')} wrong answers are dropped.`,
    biasSentence(name, biases),
  ];
  const tables = [
    {
      caption: `Kept answers of ${name} by real class`,
      columns: ['real class', ...classes.map((level) => `says ${level}`), 'wrong'],
      rows: classes.map((level, real) => {
        const row = [...kept.counts.subarray(real * classes.length, (real + 1) * classes.length)];
        const total = row.reduce((sum, count) => sum + count, 0);
        return [level, ...row, total === 0 ? '' : percent(1 - row[real] / total)];
      }),
    },
    ...(biased
      ? [
          {
            caption: 'Slices in which it errs more than elsewhere',
            columns: ['slice', 'real class', 'taken for', 'rows', 'wrong there', 'wrong elsewhere', 'adjusted p'],
            rows: biases.biases.map((one) => [
              one.slice,
              one.of,
              one.as,
              one.rows,
              percent(one.inside),
              percent(one.outside),
              one.pAdjusted.toPrecision(2),
            ]),
          },
        ]
      : []),
  ];
  const findings = biased
    ? [{ rule: 'teacher-bias', level: 'warning', message: biasSentence(name, biases) } as const]
    : [];
  return { title: 'The teacher on real rows', text, tables, findings, measurements: measurementsOf(errors) };
}

function measurementsOf({ all, kept }: TeacherErrors): readonly Measurement[] {
  const shared = { better: 'lower', range: [0, 1] } as const;
  return [
    measurement('teacher-error', all.rate, { ...shared, low: all.low, high: all.high }),
    measurement('teacher-residual-error', kept.rate, { ...shared, low: kept.low, high: kept.high }),
  ];
}

function shareOf({ wrong, rows, rate, low, high }: LabelSourceNoise): string {
  if (rows === 0) return 'none of 0';
  return `${wrong} of ${rows.toLocaleString('en-US')} (${percent(rate)}, 95 % interval ${percent(low)} to ${percent(high)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
