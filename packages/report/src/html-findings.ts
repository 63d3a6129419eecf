import type { Finding } from '@verisim/core';
import { escapeHtml } from './escape-html.ts';
import { findingLevels } from './finding-levels.ts';

/** Findings by level, each level under its own words. */
export function htmlFindings(findings: readonly Finding[]): string {
  return findingLevels
    .map(({ level, one, many }) => {
      const found = findings.filter((finding) => finding.level === level);
      if (found.length === 0) return '';
      const items = found.map(
        (finding) => `<li>${escapeHtml(finding.message)} <code>${escapeHtml(finding.rule)}</code></li>`,
      );
      const title = found.length === 1 ? one : `${found.length} ${many.toLowerCase()}`;
      return `<div class="findings ${level}"><h3>${title}</h3><ul>${items.join('')}</ul></div>`;
    })
    .join('');
}
