import type { Measurement } from '@verisim/core';

/** A measurement within its range, with its interval and reference points, as a small SVG; empty without a finite range. */
export function measureTrack(entry: Measurement): string {
  const { value, range } = entry;
  if (value === null || range === undefined || !range.every(Number.isFinite) || range[1] <= range[0]) return '';
  const at = (number: number) => {
    const share = Math.min(1, Math.max(0, (number - range[0]) / (range[1] - range[0])));
    return Number((4 + 112 * share).toFixed(1));
  };
  const ticks = Object.values(entry.reference ?? {})
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .map((point) => `<line class="tick" x1="${at(point)}" x2="${at(point)}" y1="3" y2="15"/>`);
  const extent =
    entry.low === null || entry.high === null
      ? ''
      : `<line class="extent" x1="${at(entry.low)}" x2="${at(entry.high)}" y1="9" y2="9"/>`;
  return `<svg class="track" width="120" height="18" viewBox="0 0 120 18" aria-hidden="true"><line class="rail" x1="4" x2="116" y1="9" y2="9"/>${ticks.join('')}${extent}<circle class="estimate" cx="${at(value)}" cy="9" r="4"/></svg>`;
}
