import type { LiftVerdict } from '@verisim/core';
import { escapeHtml } from './escape-html.ts';
import { htmlNumber } from './html-number.ts';
import { type LiftScale, liftScale, liftWords } from './lift-scale.ts';
import { metricWords } from './metric-label.ts';

/**
 * The lift with its interval against zero and the threshold, as an inline SVG. Positions are percentages, so that it takes any
 * width while its text keeps its size; colours come from the page's CSS. Empty when no lift was measured.
 */
export function intervalSvg(verdict: LiftVerdict): string {
  const scale = liftScale(verdict);
  if (scale === null) return '';
  const threshold = `threshold ${htmlNumber(liftWords(verdict).threshold)}`;
  return [
    `<svg class="interval" role="img" aria-label="${describe(verdict)}" width="100%" height="104">`,
    `<rect class="band" x="0" y="24" width="100%" height="54" rx="6"/>`,
    `<rect class="zone-worse" x="0" y="24" width="${percent(scale.zero)}" height="54" rx="6"/>`,
    `<rect class="zone-worth" x="${percent(scale.threshold)}" y="24" width="${percent(1 - scale.threshold)}" height="54" rx="6"/>`,
    ...zoneNames(scale),
    `<line class="zero" x1="${percent(scale.zero)}" x2="${percent(scale.zero)}" y1="20" y2="82"/>`,
    `<line class="threshold" x1="${percent(scale.threshold)}" x2="${percent(scale.threshold)}" y1="20" y2="82"/>`,
    `<text x="${percent(scale.zero)}" y="14" text-anchor="${anchor(scale.zero, 0.12)}">0, no lift</text>`,
    `<text x="${percent(scale.threshold)}" y="98" text-anchor="${anchor(scale.threshold, 0.2)}">${threshold}</text>`,
    `<line class="extent" x1="${percent(scale.low)}" x2="${percent(scale.high)}" y1="58" y2="58"/>`,
    `<circle class="estimate" cx="${percent(scale.lift)}" cy="58" r="7"/>`,
    '</svg>',
  ].join('');
}

function zoneNames(scale: LiftScale): readonly string[] {
  const name = (x: number, text: string, place: string) =>
    `<text class="zone" x="${percent(x)}" y="41" text-anchor="${place}">${text}</text>`;
  const names: string[] = [];
  if (scale.zero > 0.14) names.push(name(scale.zero / 2, 'worse', 'middle'));
  if (1 - scale.threshold > 0.3) names.push(name((1 + scale.threshold) / 2, 'worth having', 'middle'));
  if (scale.threshold - scale.zero > 0.24) names.push(name((scale.zero + scale.threshold) / 2, 'too small', 'middle'));
  return names;
}

function describe(verdict: LiftVerdict): string {
  const { lift, interval, threshold } = liftWords(verdict);
  const metric = metricWords(verdict.metric);
  return escapeHtml(`Lift in ${metric} ${lift}, 95 % interval ${interval}, against 0 and the threshold ${threshold}.`);
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))}%`;
}

function anchor(share: number, edge: number): string {
  if (share < edge) return 'start';
  return share > 1 - edge ? 'end' : 'middle';
}
