import type { LiftVerdict } from '@verisim/core';
import { decisionLooks } from './decision-look.ts';
import { escapeHtml } from './escape-html.ts';
import { formatNumber } from './format-number.ts';
import { htmlNumber } from './html-number.ts';
import { intervalSvg } from './interval-svg.ts';
import { liftWords } from './lift-scale.ts';
import { metricWords } from './metric-label.ts';
import { named } from './named.ts';

/** One decision: the word and its icon, the reason, the numbers, and the interval drawn. */
export function htmlVerdict(title: string, verdict: LiftVerdict): string {
  const look = decisionLooks[verdict.decision];
  const plot = intervalSvg(verdict);
  const figure =
    plot === ''
      ? ''
      : `<figure class="lift">${plot}<figcaption>The dot is the measured lift, the bar its 95\u00a0% interval: augmented minus real-only, on real rows that neither model has seen.</figcaption></figure>`;
  return [
    `<article class="verdict ${look.tone}">`,
    `<h3>${escapeHtml(named(title, 'The decision'))}</h3>`,
    `<p class="decision"><svg class="icon" width="40" height="40" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/><path d="${look.path}"/></svg><strong>${look.words}</strong></p>`,
    `<p class="reason">${escapeHtml(verdict.reason)}</p>`,
    needs(verdict),
    numbers(verdict),
    figure,
    '</article>',
  ].join('');
}

function numbers(verdict: LiftVerdict): string {
  const { lift, interval, threshold } = liftWords(verdict);
  const entry = (name: string, value: string) => `<div><dt>${escapeHtml(name)}</dt><dd>${htmlNumber(value)}</dd></div>`;
  return [
    '<dl class="numbers">',
    entry(`Lift in ${metricWords(verdict.metric)}`, lift ?? 'not measured'),
    lift === null ? '' : entry('95\u00a0% interval', interval ?? 'not measured'),
    entry('Worth having from', threshold),
    '</dl>',
  ].join('');
}

function needs(verdict: LiftVerdict): string {
  if (verdict.needsRows === null) return '';
  return `<p>About <strong>${formatNumber(verdict.needsRows)} real holdout rows</strong> would tell.</p>`;
}
