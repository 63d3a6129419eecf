import type { ColumnSpec } from '@verisim/core';
import { categorySpec, instantSpec, integerSpec, textSpec } from '../columns.ts';
import type { WebLogSettings } from './options.ts';
import { agents, scannedPaths } from './visitors.ts';

/** Why a request was made, or failed. */
export const webLogCauses: readonly string[] = ['visit', 'crawler', 'scanner', 'error', 'outage'];

/** Paths by number: pages in order of popularity, then what scanners ask for. */
export function pathsOf(pages: number): readonly string[] {
  const page = (i: number) => (i === 0 ? '/' : i < 4 ? ['/about', '/search', '/login'][i - 1] : `/articles/${i}`);
  return [...Array.from({ length: pages }, (_, i) => page(i)), ...scannedPaths];
}

/** One row per request. */
export const webLogColumns = ({ pages }: WebLogSettings): readonly ColumnSpec[] => [
  textSpec('line'),
  instantSpec('time'),
  textSpec('address'),
  categorySpec('path', pathsOf(pages)),
  integerSpec('status'),
  integerSpec('bytes'),
  categorySpec('agent', agents),
  textSpec('visit'),
  categorySpec('cause', webLogCauses),
  textSpec('cause_id'),
];
