import { canonicalJson, type Json } from '@verisim/core';
import { toJsonNumbers } from './json-number.ts';
import type { Report } from './report.ts';

/** What stands under `$schema` in a report's JSON: the format and its version. */
export const reportFormat = 'urn:verisim:report:1';

/**
 * A report as canonical JSON with a line end: equal reports give equal bytes, and `parseReport` gives the report back. Numbers that
 * JSON has no word for are written `{"$number":"NaN"}`, `{"$number":"Infinity"}` and `{"$number":"-Infinity"}`; `-0` is `0`.
 */
export function renderJson(report: Report): string {
  return `${canonicalJson({ ...(toJsonNumbers(report) as { readonly [key: string]: Json }), $schema: reportFormat })}\n`;
}
