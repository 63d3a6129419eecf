import type { Json } from '@verisim/core';
import type { Report } from './report.ts';

/** What is needed to make the report again, as names and values sorted by name; nested values under dotted names, entries of a list
 * numbered from 1. */
export function provenanceRows(provenance: Report['provenance']): readonly (readonly [string, string])[] {
  return Object.keys(provenance).length === 0 ? [] : flatten(provenance, '');
}

function flatten(value: Json, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    if (members.length > 0)
      return members.flatMap(([key, member]) => flatten(member, path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(value)) {
    if (value.some((entry) => typeof entry === 'object'))
      return value.flatMap((entry, i) => flatten(entry, `${path}.${i + 1}`));
    return [[path, value.length === 0 ? '–' : value.join(', ')]];
  }
  if (typeof value === 'string') return [[path, value]];
  return [[path, value === null ? '–' : JSON.stringify(value)]];
}
