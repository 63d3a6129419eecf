import type { z } from 'zod';
import { closest } from './closest.ts';
import { badOptions, badPlugin } from './errors.ts';

/** Anything with options. */
export interface Configurable<O> {
  readonly name: string;
  readonly options: z.ZodType<O>;
}

/** The same plugin, once it is of that kind and api 1. Throws `core/bad-plugin`. */
export function requirePlugin<P extends { kind: string; api: number; name: string }>(plugin: P, kind: P['kind']): P {
  if (plugin?.kind === kind && plugin.api === 1) return plugin;
  throw badPlugin(plugin?.name ?? 'without a name', `is no ${kind} of api 1`);
}

/** The names of a plugin's options. */
export function optionNames(plugin: Configurable<unknown>): readonly string[] {
  const { shape } = plugin.options as { shape?: Record<string, unknown> };
  return shape ? Object.keys(shape) : [];
}

/** Raw options checked and completed with defaults. Throws `core/bad-options`, naming each option that does not fit. */
export function resolveOptions<O>(plugin: Configurable<O>, raw: unknown = {}): O {
  const known = optionNames(plugin);
  if (typeof raw === 'object' && raw !== null && 'shape' in plugin.options) {
    const unknown = Object.keys(raw).filter((name) => !known.includes(name));
    const hints = unknown.map((name) => {
      const near = closest(name, known);
      return near ? `"${name}" is not known (did you mean "${near}"?)` : `"${name}" is not known`;
    });
    if (hints.length > 0) throw badOptions(plugin.name, hints.join('; '), known);
  }
  const result = plugin.options.safeParse(raw);
  if (result.success) return result.data;
  const what = result.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`);
  throw badOptions(plugin.name, what.join('; '), known);
}
