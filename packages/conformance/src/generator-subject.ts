import {
  type Condition,
  type ContextParts,
  createContext,
  createRandom,
  type Generator,
  type Model,
  resolveOptions,
  type SourceName,
  type Sources,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { copyTable } from './copy-table.ts';
import type { Tested } from './demand.ts';
import { withTexts } from './with-texts.ts';

/** A generator under test, with what it is fitted to. */
export interface GeneratorSubject extends Tested {
  readonly plugin: Generator;
  /** The source of every check that does not bring a table of its own. */
  readonly source: Sources[SourceName];
  /** It learns from texts: tables of the kit come with a column of them, and it may leave others empty. */
  readonly texts: boolean;
}

/** What a generator with these needs is given in place of a table. */
export function sourceFrom(
  { plugin, texts }: Pick<GeneratorSubject, 'plugin' | 'texts'>,
  table: Table,
): Sources[SourceName] {
  if (plugin.needs === 'nothing') return null;
  const given = texts ? withTexts(table) : table;
  return plugin.needs === 'schema' ? given.spec : given;
}

/** A source of its own memory. */
export function copySource(source: Sources[SourceName]): Sources[SourceName] {
  return source !== null && 'rows' in source ? copyTable(source) : structuredClone(source);
}

/** The columns that a source declares, `null` for a generator that is given nothing. */
export function sourceSpec(source: Sources[SourceName]): TableSpec | null {
  return source !== null && 'rows' in source ? source.spec : source;
}

/** Fits the generator straight, not through the core, which would catch some faults itself. */
export async function fitSubject(
  subject: GeneratorSubject,
  source: Sources[SourceName] = copySource(subject.source),
  parts: ContextParts = {},
): Promise<Model> {
  const options = resolveOptions(subject.plugin, subject.options);
  return subject.plugin.fit(source, options, createContext({ seed: 'conformance', ...parts }));
}

/** A request for one block, as the core would make it. */
export interface Draw {
  readonly block?: number;
  /** Cut to the generator's `blockRows`. 200 when left out. */
  readonly rows?: number;
  readonly where?: readonly Condition[];
  readonly seed?: string;
}

/** Draws one block straight from the model. */
export async function drawFrom(
  subject: GeneratorSubject,
  model: Model,
  { block = 0, rows = 200, where, seed = 'draw' }: Draw = {},
  parts: ContextParts = {},
): Promise<Table> {
  const random = createRandom(seed).fork(`block:${block}`);
  const request = { block, rows: Math.min(rows, subject.plugin.traits.blockRows) };
  return model.sample(where ? { ...request, where } : request, createContext({ random, ...parts }));
}

/** A fresh model and its first block of up to 200 rows. */
export async function fitAndDraw(
  subject: GeneratorSubject,
  source: Sources[SourceName] = copySource(subject.source),
): Promise<{ readonly model: Model; readonly table: Table }> {
  const model = await fitSubject(subject, source);
  return { model, table: await drawFrom(subject, model) };
}
