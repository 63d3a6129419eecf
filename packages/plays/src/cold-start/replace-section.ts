import type { ReportSection } from '@verisim/report';
import type { Sweep } from '../sweep/sweep-ratios.ts';
import type { CarryVerdict } from './carries-alone.ts';
import type { ColdStart } from './cold-start-store.ts';
import { evaluationRows, type ReplaceState } from './replace-state.ts';
import { LEAST_TO_SWEEP } from './sweep-schedule.ts';
import type { TakenIn } from './take-in-rows.ts';

/** Where the rows went, as a part of the report. */
export function takenInSection({ need, plan }: ColdStart, state: ReplaceState, taken: TakenIn): ReportSection {
  const have = evaluationRows(state);
  const rows = [
    ['new real rows', taken.added],
    ['passed over, they came before', taken.known],
    ['locked away now', taken.locked],
    ['left out, doubles of locked rows', taken.doubles],
    ['evaluation part so far', have],
    ['evaluation part wanted', need.wanted],
    ['training part so far', state.training],
  ];
  const full =
    have >= need.wanted
      ? `The evaluation part is full: ${count(have)} locked rows.`
      : `The evaluation part holds ${count(have)} of ${count(need.wanted)} rows. As far as made rows tell, ${count(need.needed)} show a difference of ${plan.threshold} in ${plan.metric} four times out of five; until it is full nothing is judged on it.`;
  return { title: 'Real rows first', text: [full], tables: [{ caption: 'Real rows', columns: ['', 'rows'], rows }] };
}

/** What is concluded, in a sentence or two. */
export function conclusion(found: {
  readonly start: ColdStart;
  readonly state: ReplaceState;
  readonly sweep: Sweep | null;
  readonly judged: CarryVerdict | null;
  readonly due: boolean;
  readonly possible: boolean;
}): string {
  const { start, state, sweep, judged, due, possible } = found;
  const { plan, need } = start;
  if (judged) return judgedSentence(judged, state, plan.threshold);
  if (sweep) {
    const { ratio, lift } = state.swept!;
    const swept = `By cross-validation ${percent(ratio)} made rows add ${interval(lift)} in ${plan.metric}.`;
    if (!sweep.points.every((point) => point.arm !== 'synthetic' || point.lift!.high < plan.threshold))
      return `${swept} Real rows do not surely carry the model alone yet; the blend goes on.`;
    if (evaluationRows(state) < need.wanted)
      return `${swept} That is less than ${plan.threshold}, but the evaluation part is not full yet, so it stays closed.`;
    return `${swept} That is less than ${plan.threshold}, but too few real rows have come since the evaluation part was opened; it stays closed.`;
  }
  if (state.training < LEAST_TO_SWEEP)
    return `${count(state.training)} real rows may be trained on; from ${LEAST_TO_SWEEP} on the ratio is swept. All made rows stay beside them.`;
  if (due && !possible)
    return 'The real rows hold too few of a class to sweep the ratio. All made rows stay beside them.';
  return `No sweep is due: ${count(state.training)} real rows, ${count(state.swept!.rows)} at the last one on ${state.swept!.day}.`;
}

function judgedSentence({ alone, evidence, verdict }: CarryVerdict, state: ReplaceState, threshold: number): string {
  const { metric, lift, holdoutRows } = evidence;
  const found = `On ${count(holdoutRows)} locked real rows ${percent(state.swept!.ratio)} made rows add ${interval(lift)} in ${metric}`;
  if (alone)
    return `${found}, surely less than ${threshold}: real rows carry the model alone. The cold start ends and the made rows go.`;
  return `${found}, which does not show that real rows alone are enough (${verdict.decision}). The play goes on.`;
}

function percent(share: number): string {
  return `${Math.round(1000 * share) / 10} %`;
}

function interval({ value, low, high }: { value: number; low: number; high: number }): string {
  const signed = (found: number) => (found >= 0 ? '+' : '') + found.toFixed(4);
  return `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}

function count(rows: number): string {
  return rows.toLocaleString('en-US');
}
