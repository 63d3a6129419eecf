import { type CodedColumn, columnOf, type Table } from '@verisim/core';
import type { ReportSection } from '@verisim/report';
import type { EvaluationNeed } from './cold-start.ts';
import type { ColdStartPlan } from './cold-start-plan.ts';
import { addDays } from './day.ts';
import type { ModelManifest } from './model-manifest.ts';

/** The made rows as a part of the report. */
export function coldRowsSection(table: Table, { target }: ColdStartPlan, source: string): ReportSection {
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  return {
    title: 'Rows without a real one among them',
    text: [
      `${count(table.rows)} rows by ${source}. What they get wrong nobody can know yet: there is no real row to hold them against.`,
    ],
    tables: [
      {
        caption: `Classes of ${target}`,
        columns: ['class', 'rows', 'share'],
        rows: levels.map((level, code) => [level, counts[code], `${((100 * counts[code]) / table.rows).toFixed(1)} %`]),
      },
    ],
  };
}

/** The model as a part of the report. */
export function coldModelSection({ learner, score, expires, why, reviewEveryDays }: ModelManifest): ReportSection {
  const value = score.value === null ? 'not measured' : score.value.toFixed(4);
  return {
    title: 'A disposable model',
    text: [
      `${learner.name}, trained on the made rows alone, reaches ${score.metric} ${value} on rows like its own. That is how well it learned the rows, not how well it works.`,
      `It is marked disposable in model.json, is reviewed every ${reviewEveryDays} days and must not be used after ${expires}. Why it exists: ${why}`,
    ],
    findings: [
      {
        rule: 'disposable-model',
        level: 'warning',
        message: `This model has seen no real row and expires on ${expires}.`,
      },
    ],
  };
}

/** How many real rows are needed, as a part of the report. */
export function evaluationSection(need: EvaluationNeed, plan: ColdStartPlan): ReportSection {
  return { title: 'What real rows are for first', text: [evaluationSentence(need, plan), scheduleSentence(plan)] };
}

function evaluationSentence({ needed, wanted, shows }: EvaluationNeed, { metric, threshold }: ColdStartPlan): string {
  const about = `As far as made rows tell, ${count(needed)} real rows show a difference of ${threshold} in ${metric} four times out of five.`;
  const given =
    wanted === needed
      ? ''
      : ` The plan locks ${count(wanted)} away, which show ${shows.toFixed(3)}${shows > threshold ? ': a smaller difference cannot be decided' : ''}.`;
  return `${about}${given} The first real rows go there, locked, before any is trained on.`;
}

function scheduleSentence({ started, reviewDays, expires }: ColdStartPlan): string {
  return `First review: ${addDays(started, reviewDays)}; expiry: ${expires}. verisim due says what is overdue, verisim due --ics reviews.ics writes a calendar.`;
}

function count(rows: number): string {
  return rows.toLocaleString('en-US');
}
