import { columnKinds, type Json, lineageSpec } from '@verisim/core';
import type { CardColumn, CardFacts, CardFile } from './card-facts.ts';

/** What the columns of a lineage say, for people. */
const LINEAGE: Readonly<Record<string, string>> = {
  id: 'The id of the row of the data that stands in the same place.',
  origin: 'real or synthetic.',
  generator: 'What made the row.',
  generator_version: 'Its version.',
  run: 'The run that made the row.',
  block: 'The block of the run that the row was drawn in.',
  parents: 'Ids of the rows that it was made from, where the generator knows them.',
  depth: 'Generations away from real data: 0 is real, 1 is made from real.',
  prompt_version: 'The version of the prompt, for rows of a language model.',
  judge: 'What a judge said of the row.',
  tags: 'Marks that checks put on the row.',
  difficulty: 'easy, medium, hard or adversarial.',
  split: 'The split that the row belongs to.',
  domain: 'The domain that the row belongs to.',
  task: 'The task that the row was made for.',
};

/** The record sets `rows` and `lineage`, their fields read from the columns of the files. */
export function croissantRecordSets({ columns, data, lineage, rows }: CardFacts): Json {
  const described = columns.map((column) => ({ ...column, about: aboutColumn(column) }));
  const traced = lineageSpec.map((column) => ({ ...column, about: LINEAGE[column.name] ?? column.name }));
  return [
    recordSet('rows', `The ${rows.toLocaleString('en-US')} rows, one record each.`, data, described),
    {
      ...recordSet('lineage', 'Where each row comes from, one record for each in the same order.', lineage, traced),
      key: { '@id': 'lineage/id' },
    },
  ];
}

interface DescribedColumn extends Omit<CardColumn, 'nullable'> {
  readonly about: string;
}

function recordSet(
  id: string,
  description: string,
  file: CardFile,
  columns: readonly DescribedColumn[],
): { readonly [key: string]: Json } {
  return {
    '@type': 'cr:RecordSet',
    '@id': id,
    name: id,
    description,
    field: columns.map((column, i) => ({
      '@type': 'cr:Field',
      '@id': fieldId(id, column.name, i),
      name: column.name === '' ? fieldId(id, '', i) : column.name,
      description: column.about,
      dataType: dataType(column),
      source: { fileObject: { '@id': file.name }, extract: { column: column.name } },
    })),
  };
}

/** An id is an IRI, so that whatever else stands in a column's name is written in per cent. */
function fieldId(set: string, name: string, index: number): string {
  return `${set}/${encodeURIComponent(name.toWellFormed()) || `column-${index + 1}`}`;
}

/** Atomic types of Croissant by storage; a target is a label too. */
function dataType({ kind, role }: Pick<CardColumn, 'kind' | 'role'>): Json {
  const { storage, whole } = columnKinds[kind];
  const numeric = kind === 'datetime' ? 'sc:Date' : whole ? 'sc:Integer' : 'sc:Float';
  const type = storage === 'numeric' ? numeric : 'sc:Text';
  return role === 'target' ? [type, 'cr:Label'] : type;
}

function aboutColumn({ kind, role, zone }: CardColumn): string {
  const what =
    zone === undefined ? `A column of kind ${kind}` : `A column of kind ${kind}, written in the zone ${zone}`;
  const why: Readonly<Partial<Record<CardColumn['role'], string>>> = {
    target: ', the one to predict',
    sensitive: ', marked as sensitive',
    group: ', which says which rows belong together',
    ignore: ', carried along and not modelled',
    lineage: ', which says where a row comes from',
  };
  return `${what}${why[role] ?? ''}.`;
}
