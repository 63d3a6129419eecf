import { type ColumnKind, type Constraint, closest, columnKinds, type Json } from '@verisim/core';
import { z } from 'zod';
import type { ProjectConfig } from './define-project.ts';

const text = z.string().refine((value) => value.trim() !== '', 'is empty');
const kind = z.string().refine((name): name is ColumnKind => Object.hasOwn(columnKinds, name), {
  error: ({ input }) => `"${input}" is no kind; kinds: ${Object.keys(columnKinds).join(', ')}`,
}) as z.ZodType<ColumnKind>;

const read = z.strictObject({
  kinds: z.record(z.string(), kind).optional(),
  formats: z.record(z.string(), text).optional(),
  missing: z.array(z.string()).optional(),
});

/** Which members a rule has is checked against the columns, once they are read. */
const constraint = z.looseObject({ rule: text }) as unknown as z.ZodType<Constraint>;

const project = z.strictObject({
  data: text,
  gap: text,
  where: text.optional(),
  target: z.string().min(1, 'is empty'),
  metric: z.enum(['roc-auc', 'average-precision', 'macro-f1', 'log-loss']).optional(),
  threshold: z.number().positive().optional(),
  requirement: z.number().positive().optional(),
  owners: z.array(text).min(1, 'names nobody'),
  holdout: z.number().positive().optional(),
  seed: z.int().min(0).optional(),
  read: read.optional(),
  generator: text.optional(),
  options: z.record(z.string(), z.json() as z.ZodType<Json>).optional(),
  constraints: z.array(constraint).optional(),
  plugins: z.array(text).optional(),
});

/** What a config's value must be, for messages and editors. */
export const projectSchema: z.ZodType<ProjectConfig> = project;

/** The value as a project, or what is wrong with it, entry by entry. `$schema` is passed over. */
export function checkProject(value: unknown): ProjectConfig | { readonly faults: readonly string[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { faults: [`it is ${Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value}`] };
  }
  const { $schema: _, ...entries } = value as Record<string, unknown>;
  const result = projectSchema.safeParse(entries);
  // As it was given: zod leaves out a column that is named __proto__.
  if (result.success) return entries as unknown as ProjectConfig;
  return { faults: result.error.issues.flatMap(faultsOf) };
}

function faultsOf(issue: z.core.$ZodIssue): readonly string[] {
  const place = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') {
    const missing = issue.code === 'invalid_type' && issue.input === undefined && /undefined$/.test(issue.message);
    return [
      `${place} ${missing ? 'is missing' : issue.message.replace(/^(Invalid|Too)/, (word) => word.toLowerCase())}`,
    ];
  }
  const known = Object.keys(issue.path[0] === 'read' ? read.shape : project.shape);
  return issue.keys.map((key) => {
    const near = closest(key, known);
    const hint = near ? `did you mean "${near}"?` : `known: ${known.join(', ')}`;
    return `"${place ? `${place}.` : ''}${key}" is not known (${hint})`;
  });
}
