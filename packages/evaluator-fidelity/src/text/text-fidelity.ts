import {
  type Chart,
  type Comparison,
  type Context,
  checkpoint,
  type Evaluation,
  type Finding,
  type Measurement,
} from '@verisim/core';
import { corpusOf, createVocabulary } from '@verisim/text-measures';
import type { FidelityOptions } from '../options.ts';
import { withReferences } from '../with-references.ts';
import { measureTexts, type TextBase } from './measure-texts.ts';
import { lengthsChart, referencesChart } from './text-charts.ts';
import { type TextColumns, textColumns } from './text-columns.ts';
import { copyMeasurements, textCopies } from './text-copies.ts';
import { textFindings } from './text-findings.ts';
import { type TextSamples, textSamples } from './text-samples.ts';

/**
 * How like the real texts the synthetic ones are, for each text column of both tables: lengths, vocabulary, diversity and a detector on random
 * samples of equal number (2,000 texts at most; 300 for the Vendi score), beside fresh real texts, words drawn independently and a bootstrap; copies
 * among all texts. Size-dependent diversity (distinct-n, compression, MTLD) is measured on as many words of each.
 */
export async function textFidelity(data: Comparison, options: FidelityOptions, ctx: Context): Promise<Evaluation> {
  const columns = textColumns(data);
  const evaluations: Evaluation[] = [];
  for (const [i, column] of columns.entries())
    evaluations.push(await measureColumn(column, options, ctx, ctx.random.fork(`text ${i}`)));
  return {
    measurements: evaluations.flatMap(({ measurements }) => measurements),
    findings: evaluations.flatMap(({ findings }) => findings),
    charts: evaluations.flatMap(({ charts }) => charts),
  };
}

async function measureColumn(
  column: TextColumns,
  options: FidelityOptions,
  ctx: Context,
  random: Context['random'],
): Promise<Evaluation> {
  const samples = textSamples(column, options.references, random.fork('samples'));
  const about: TextBase = {
    column: column.name,
    base: samples.base,
    words: fewestWords(samples),
    detector: options.detector,
  };
  const measured = async (texts: readonly string[], label: string): Promise<Measurement[]> => {
    await checkpoint(ctx.signal);
    return measureTexts(texts, about, random.fork(label));
  };
  const own = await measured(samples.synthetic, 'synthetic');
  const references: Record<string, Measurement[]> = {};
  for (const [name, texts] of Object.entries(samples.references)) references[name] = await measured(texts, name);
  await checkpoint(ctx.signal);
  const copies = textCopies(column);
  const measurements = [...withReferences(own, references), ...copyMeasurements(copies, column.name)];
  const findings: Finding[] = textFindings({ column, samples, measurements, copies });
  const charts: Chart[] = options.charts
    ? [lengthsChart(column), referencesChart(column.name, measurements, samples.freshName)].filter(
        (one) => one !== null,
      )
    : [];
  return { measurements, findings, charts };
}

function fewestWords({ synthetic, references }: TextSamples): number {
  const vocabulary = createVocabulary();
  const counts = [synthetic, ...Object.values(references)].map((texts) => corpusOf(texts, vocabulary).tokens.length);
  return Math.min(...counts);
}
