import {
  type BlockRequest,
  type Column,
  type ColumnSpec,
  type Context,
  concatTables,
  constantColumn,
  createTable,
  forkContext,
  LINEAGE_PREFIX,
  type Model,
  matchRows,
  ROWS_DRAWN,
  resolveConditions,
  shuffle,
  sliceRows,
  type Table,
  type TableSpec,
  takeRows,
} from '@verisim/core';
import { textsShort } from '../errors.ts';
import { JUDGE } from './judge.ts';
import { apportion } from './label-quotas.ts';
import { type MadeText, makeTexts, ORIGINS, type TextBlock, type TextMaker } from './make-texts.ts';
import type { SeedTexts } from './text-columns.ts';

/** A fitted model of texts. */
export interface TextModel {
  readonly maker: TextMaker;
  /** The columns of the source and those of lineage. */
  readonly schema: TableSpec;
  readonly seeds: SeedTexts;
  /** Share of each label in what is made. */
  readonly shares: Float64Array;
}

/** What each text says of where it comes from. */
export const lineageColumns: readonly ColumnSpec[] = (
  [
    { name: 'parents', kind: 'text' },
    { name: 'judge', kind: 'category', levels: [JUDGE] },
    { name: 'judge_probability', kind: 'number', bounds: [0, 1] },
    { name: 'tags', kind: 'category', levels: ORIGINS },
  ] as const
).map((spec) => ({ ...spec, name: `${LINEAGE_PREFIX}${spec.name}`, nullable: true, role: 'lineage' }));

interface LabelledText extends MadeText {
  readonly label: number;
}

/** Times that a block is made anew for conditions on what only the text shows, such as the judge's probability. */
const ATTEMPTS = 40;
/** Texts that are made beyond those still lacking, so that the last few are not waited for one by one. */
const SPARE = 16;

/** One block: labels by their shares, their order by chance. Throws `generator-text/texts-short` without conditions; under them a shortfall is the caller's to report. */
export async function sampleTexts(model: TextModel, request: BlockRequest, ctx: Context): Promise<Table> {
  const { rows, where = [] } = request;
  const tests = resolveConditions(model.schema, where);
  const shares = allowedShares(model, tests.find(({ column }) => column === model.seeds.label)?.codes ?? null);
  const block: TextBlock = {
    taken: new Set(),
    disturbed: new Uint8Array(model.seeds.texts.length),
    account: { drafts: 0, copies: 0, repeats: 0, refused: 0 },
    signal: ctx.signal,
  };
  const parts = [tableOf(model, [])];
  for (let attempt = 0, had = 0; attempt < ATTEMPTS && had < rows; attempt++) {
    const part = attempt === 0 ? ctx : forkContext(ctx, `attempt:${attempt}`);
    const wanted = apportion(shares, attempt === 0 ? rows : rows - had + SPARE, part.random.fork('labels'));
    const texts = await labelledTexts(model, block, wanted, tests.length === 0, part);
    const table = tableOf(model, shuffle([...texts], part.random.fork('order')));
    const met = takeRows(table, matchRows(table, tests));
    if (met.rows === 0) break;
    parts.push(met);
    had += met.rows;
  }
  if (tests.length > 0) ctx.note(ROWS_DRAWN, block.account.drafts);
  return sliceRows(concatTables(parts), 0, rows);
}

/** The shares of the labels that conditions allow; labels that have none otherwise count by their texts when they are asked for. */
function allowedShares({ shares, maker }: TextModel, allowed: Uint8Array | null): Float64Array {
  if (allowed === null) return shares;
  const kept = shares.map((share, label) => share * allowed[label]);
  return kept.some((share) => share > 0)
    ? kept
    : shares.map((_, i) => allowed[i] * maker.learned.labels[i].rows.length);
}

async function labelledTexts(
  { maker, seeds }: TextModel,
  block: TextBlock,
  wanted: Int32Array,
  whole: boolean,
  ctx: Context,
): Promise<readonly LabelledText[]> {
  const { account } = block;
  const texts: LabelledText[] = [];
  for (const [label, count] of wanted.entries()) {
    const refused = account.refused;
    const made = await makeTexts(maker, block, label, count, ctx.random.fork(`label:${label}`));
    if (whole && made.length < count)
      throw textsShort(seeds.levels[label], made.length, count, account.refused - refused);
    for (const text of made) texts.push({ ...text, label });
  }
  return texts;
}

function tableOf({ schema, seeds, maker }: TextModel, texts: readonly LabelledText[]): Table {
  const columns = schema.columns.map((spec, i): Column => {
    if (i === seeds.text) return { storage: 'text', values: texts.map(({ text }) => text) };
    if (i === seeds.label)
      return { storage: 'coded', codes: Int32Array.from(texts, ({ label }) => label), levels: seeds.levels };
    const column = spec.role === 'lineage' ? lineageColumn(spec.name, texts, maker, seeds) : null;
    const empty = constantColumn(spec.kind, texts.length, null);
    return column ?? (empty.storage === 'coded' ? { ...empty, levels: spec.levels ?? [] } : empty);
  });
  return createTable(schema.columns, columns, schema.constraints);
}

function lineageColumn(
  name: string,
  texts: readonly LabelledText[],
  { judge }: TextMaker,
  { rows }: SeedTexts,
): Column | null {
  switch (name.slice(LINEAGE_PREFIX.length)) {
    case 'parents':
      return { storage: 'text', values: texts.map(({ parent }) => (parent < 0 ? null : String(rows[parent]))) };
    case 'judge':
      return { storage: 'coded', codes: new Int32Array(texts.length).fill(judge === null ? -1 : 0), levels: [JUDGE] };
    case 'judge_probability':
      return { storage: 'numeric', values: Float64Array.from(texts, ({ probability }) => probability) };
    case 'tags':
      return {
        storage: 'coded',
        codes: Int32Array.from(texts, ({ origin }) => ORIGINS.indexOf(origin)),
        levels: ORIGINS,
      };
    default:
      return null;
  }
}

/** The fitted model as the core knows it. */
export function ngramModel(model: TextModel, save: Model['save']): Model {
  return { schema: model.schema, sample: (request, ctx) => sampleTexts(model, request, ctx), save };
}
