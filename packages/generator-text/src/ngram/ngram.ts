import {
  type ColumnSpec,
  type Context,
  checkpoint,
  type Generator,
  type Json,
  type Model,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { badState, emptyTexts } from '../errors.ts';
import { type Judge, loadJudge, trainJudge } from './judge.ts';
import { labelShares } from './label-quotas.ts';
import { type LearnedTexts, learnTexts } from './learned-texts.ts';
import { lineageColumns, ngramModel, type TextModel } from './ngram-model.ts';
import { type NgramOptions, ngramOptions } from './ngram-options.ts';
import { type SeedTexts, seedTexts } from './text-columns.ts';

const NAME = 'ngram';
const VERSION = '0.2.0';

/**
 * Labelled texts without a language model: for each label an interpolated modified Kneser-Ney trigram model of words (Chen & Goodman 1998), its drafts
 * judged by a classifier of n-grams that was trained on real texts alone, beside training texts with slips. Copies and near copies of
 * training texts are dropped.
 */
export const ngram: Generator<NgramOptions, 'data'> = {
  kind: 'generator',
  api: 1,
  name: NAME,
  version: VERSION,
  summary: 'Labelled texts without a language model: trigrams of words by label, judged by a classifier',
  family: 'model',
  options: ngramOptions,
  needs: 'data',
  traits: { reproducible: true, memorises: false, conditional: true, blockRows: 1024 },
  async fit(data, options, ctx) {
    const seeds = seedTexts(data, options.text);
    if (seeds.texts.length === 0) throw emptyTexts(data.spec.columns[seeds.text].name);
    noteEmpty(data.spec, seeds, ctx);
    await checkpoint(ctx.signal);
    const learned = learnTexts(seeds.texts, seeds.labels, seeds.levels.length, options.discount);
    await checkpoint(ctx.signal);
    const judge =
      options.judge === 'on' ? trainJudge(seeds.texts, seeds.labels, seeds.levels.length, ctx.random) : null;
    return modelOf(schemaOf(data, seeds), seeds, learned, judge, options);
  },
  load({ generator, version, json, arrays }) {
    if (generator !== NAME || version !== VERSION) throw badState(`${NAME} ${VERSION}`, `${generator} ${version}`);
    const { schema, options, ...columns } = json as unknown as SavedTexts;
    const seeds = { ...columns, labels: arrays.labels as Int32Array, rows: arrays.rows as Int32Array };
    const learned = learnTexts(seeds.texts, seeds.labels, seeds.levels.length, options.discount);
    const weights = Array.from({ length: columns.judges }, (_, i) => arrays[`judge${i}`] as Float32Array);
    const judge = loadJudge(seeds.texts, seeds.labels, seeds.levels.length, weights);
    return modelOf(schema, seeds, learned, judge, options);
  },
};

interface SavedTexts {
  readonly schema: TableSpec;
  readonly options: NgramOptions;
  readonly text: number;
  readonly label: number;
  readonly levels: readonly string[];
  readonly texts: readonly string[];
  readonly judges: number;
}

function modelOf(
  schema: TableSpec,
  seeds: SeedTexts,
  learned: LearnedTexts,
  judge: Judge | null,
  options: NgramOptions,
): Model {
  const { borrow, mix, typos, copied, quotas } = options;
  const counts = Int32Array.from(learned.labels, ({ rows }) => rows.length);
  const shares = labelShares(quotas, seeds.levels, counts);
  const model: TextModel = { schema, seeds, shares, maker: { learned, judge, borrow, mix, typos, copied } };
  return ngramModel(model, () => {
    const { text, label, levels, texts } = seeds;
    const classifiers = judge?.classifiers ?? [];
    const saved: SavedTexts = { schema, options, text, label, levels, texts, judges: classifiers.length };
    const weights = classifiers.map((own, i) => [`judge${i}`, own.weights.slice()] as const);
    return {
      generator: NAME,
      version: VERSION,
      json: JSON.parse(JSON.stringify(saved)) as Json,
      arrays: { labels: seeds.labels.slice(), rows: seeds.rows.slice(), ...Object.fromEntries(weights) },
    };
  });
}

/** The columns of the source, those that stay empty nullable, and those of lineage. */
function schemaOf({ spec }: Table, { text, label }: SeedTexts): TableSpec {
  const columns = spec.columns.map(
    (column, i): ColumnSpec => (i === text || i === label ? column : { ...column, nullable: true }),
  );
  return { ...spec, columns: [...columns, ...lineageColumns] };
}

/** Notes `not-modelled`: the columns that stay empty. */
function noteEmpty({ columns }: TableSpec, { text, label }: SeedTexts, ctx: Context): void {
  const names = columns.flatMap(({ name }, i) => (i === text || i === label ? [] : [name]));
  if (names.length > 0) ctx.note('not-modelled', names);
}
