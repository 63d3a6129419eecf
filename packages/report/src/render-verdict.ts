import type { LiftVerdict } from '@verisim/core';
import { decisionLooks } from './decision-look.ts';
import { formatNumber } from './format-number.ts';
import { liftScale, liftWords } from './lift-scale.ts';
import { metricWords } from './metric-label.ts';
import { createPaint, type Paint } from './paint.ts';
import { plainText } from './plain-text.ts';
import type { TerminalOptions } from './render-table.ts';
import { fitText, padText, visibleWidth } from './visible-width.ts';
import { wrapText } from './wrap-text.ts';

/** How a decision is printed. */
export interface VerdictOptions extends TerminalOptions {
  /** Stands in the upper edge of the box. */
  readonly title?: string;
}

const WIDEST = 100;

/** A decision in a box: the word, the reason, the lift with its interval in numbers and as a line. */
export function renderVerdict(verdict: LiftVerdict, options: VerdictOptions): string {
  const paint = createPaint(options.color);
  const look = decisionLooks[verdict.decision];
  const inner = Math.max(1, Math.min(options.width, WIDEST) - 4);
  const lines = [
    ...wrapText(`${look.sign} ${look.words.toUpperCase()}`, inner).map((text) =>
      row(text, inner, paint, look.ink, true),
    ),
    ...wrapText(verdict.reason, inner).map((text) => row(text, inner, paint, look.ink)),
    row('', inner, paint, look.ink),
    ...[...numberLines(verdict, inner), ...liftLine(verdict, Math.min(inner, 64))].map((text) =>
      row(text, inner, paint, look.ink),
    ),
  ];
  const title = fitText(plainText(options.title ?? ''), inner - 2);
  const head = title === '' ? '' : ` ${title} `;
  const rest = '─'.repeat(Math.max(0, inner + 1 - visibleWidth(head)));
  return [
    paint('╭─', look.ink) + paint(head, 'bold') + paint(`${rest}╮`, look.ink),
    ...lines,
    paint(`╰${'─'.repeat(inner + 2)}╯`, look.ink),
  ].join('\n');
}

type VerdictInk = (typeof decisionLooks)[LiftVerdict['decision']]['ink'];

function row(text: string, inner: number, paint: Paint, ink: VerdictInk, strong = false): string {
  const padded = padText(text, inner);
  return `${paint('│', ink)} ${strong ? paint(padded, 'bold', ink) : padded} ${paint('│', ink)}`;
}

function numberLines(verdict: LiftVerdict, width: number): readonly string[] {
  const { lift, interval, threshold } = liftWords(verdict);
  const measured = lift === null ? 'not measured' : `${lift}, 95 % interval ${interval ?? 'not measured'}`;
  const lines = [`Lift in ${metricWords(verdict.metric)} ${measured}; worth having from ${threshold}.`];
  if (verdict.needsRows !== null) lines.push(`About ${formatNumber(verdict.needsRows)} real holdout rows would tell.`);
  return lines.flatMap((line) => wrapText(line, width));
}

/** The interval on a line of `width` signs, with zero and the threshold marked and named below. */
function liftLine(verdict: LiftVerdict, width: number): readonly string[] {
  const scale = liftScale(verdict);
  if (scale === null || width < 24) return [];
  const at = (share: number) => Math.round(share * (width - 1));
  const signs = Array.from({ length: width }, () => '·');
  for (let i = at(scale.low); i <= at(scale.high); i++) signs[i] = '━';
  signs[at(scale.zero)] = '│';
  signs[at(scale.threshold)] = '┆';
  signs[at(scale.lift)] = '●';
  const { threshold } = liftWords(verdict);
  const zeroAt = at(scale.zero);
  const thresholdAt = Math.max(zeroAt + 2, at(scale.threshold));
  const labels = `${' '.repeat(zeroAt)}0`.padEnd(thresholdAt) + threshold;
  return [signs.join(''), labels.length <= width ? labels : `${' '.repeat(zeroAt)}0`];
}
