import { stat } from 'node:fs/promises';
import { type CommandEntry, filePlace } from './command-entry.ts';
import type { ProjectConfig } from './define-project.ts';
import { learnsFromRows } from './plugin-table.ts';
import { type ReadSettings, readOptionsOf } from './read-options.ts';

/** A call as it was typed, or completed from a config. */
export interface Given {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What is known of a project: a config, or as much of one as a locked holdout tells. */
export type KnownConfig = Partial<ProjectConfig> & Pick<ProjectConfig, 'data'>;

/** Completes a call with what the project's config says. What was typed wins, `--kinds` and `--formats` column by column. */
export async function withProject(
  entry: CommandEntry,
  given: Given,
  typed: (option: string) => boolean,
  config: KnownConfig,
): Promise<Given & { readonly notes: readonly string[] }> {
  const takes = new Set(entry.options.map(([flags]) => /--([a-z]+)/.exec(flags)?.[1]));
  const options: Record<string, unknown> = { ...given.options };
  for (const [name, value] of Object.entries(defaultsOf(config))) {
    if (value !== undefined && !typed(name) && (takes.has(name) || name === 'seed')) options[name] = value;
  }
  if (typed('generator') && given.options.generator !== (config.generator ?? 'trees')) options.set = given.options.set;
  if (takes.has('generator')) options.plugins = config.plugins;
  if (takes.has('kinds')) Object.assign(options, readDefaults(config, given.options));
  const place = filePlace(entry, given.arguments);
  const reads = place > 0 || ((entry.data === 'real' || place === 0) && learnsFromRows(options.generator));
  const file = reads ? await realFile(entry, config, readOptionsOf(options)) : null;
  const lacks = place < 0 ? !typed('real') : given.arguments.length === place;
  const notes = file !== null && lacks ? takeFile(entry, file, options) : [];
  const words = file !== null && lacks && place >= 0 ? [...given.arguments, file.path] : given.arguments;
  return { arguments: words, options, notes };
}

function defaultsOf(config: KnownConfig): Readonly<Record<string, unknown>> {
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  return {
    target: config.target,
    where: config.where,
    metric: config.metric,
    threshold: text(config.threshold),
    requirement: text(config.requirement),
    seed: text(config.seed),
    generator: config.generator,
    set: config.options && Object.entries(config.options).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    share: text(config.holdout),
    constraints: config.constraints,
  };
}

function readDefaults({ read }: KnownConfig, given: Given['options']): Readonly<Record<string, unknown>> {
  return {
    kinds: together(read?.kinds, given.kinds),
    formats: together(read?.formats, given.formats),
    missing: given.missing ?? read?.missing,
  };
}

interface RealFile extends ReadSettings {
  readonly path: string;
  readonly note?: string;
}

/** The file of real rows: what is fitted or compared with takes the training part once a holdout is locked. */
async function realFile(entry: CommandEntry, config: KnownConfig, said: ReadSettings): Promise<RealFile> {
  if (entry.wholeData) return { path: config.data };
  const { locksIn, trainingKinds } = await import('./locks.ts');
  const locked = (await locksIn('.')).findLast(({ lock }) => lock.source.file === config.data);
  if (!locked || !(await stat(locked.training).catch(() => null))) return { path: config.data };
  const { id, source } = locked.lock;
  const note = `real rows: the training part of ${source.file}, holdout ${id.slice(0, 8)} apart`;
  return { path: locked.training, note, ...trainingKinds(locked.lock, said) };
}

/** Reads the file as it was locked; returns what a user should know of that. */
function takeFile({ data }: CommandEntry, file: RealFile, options: Record<string, unknown>): readonly string[] {
  if (data === 'real') options.real = file.path;
  Object.assign(options, readOptionsOf({ kinds: file.kinds, formats: file.formats, roles: file.roles }));
  return file.note === undefined ? [] : [file.note];
}

function together(first: unknown, second: unknown): unknown {
  return first || second ? { ...(first as object), ...(second as object) } : undefined;
}
