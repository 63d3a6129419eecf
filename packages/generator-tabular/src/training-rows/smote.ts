import type { Generator, Json, Model } from '@verisim/core';
import { shuffle } from '@verisim/core';
import { rowNumbers } from '@verisim/decision-trees';
import { z } from 'zod';
import { holdConstraints } from '../constraints/hold-constraints.ts';
import { drawCodes } from '../draw-codes.ts';
import { BLOCK_ROWS } from '../draw-ids.ts';
import { badState, emptyTable } from '../errors.ts';
import { modelState, type StateArrays } from '../model-state.ts';
import { type ClassNeighbours, classRows, findNeighbours, rowClasses } from './class-neighbours.ts';
import { interpolateRows } from './interpolate-rows.ts';
import {
  type ChooseBase,
  chooseEvenly,
  learnRows,
  loadRows,
  type MakeRows,
  sampleRows,
  saveRows,
  type TrainingRows,
} from './training-rows.ts';

const NAME = 'smote';
const VERSION = '0.1.0';

/** How new rows are made. */
export interface SmoteOptions {
  readonly neighbours: number;
  readonly balance: boolean;
}

const options: z.ZodType<SmoteOptions> = z.strictObject({
  neighbours: z.int().min(1).max(100).default(5).describe('Nearest rows of the same class that a new row may lean on'),
  balance: z.boolean().default(false).describe('Sample every class of the target equally often'),
});

/**
 * SMOTE-NC (Chawla, Bowyer, Hall & Kegelmeyer 2002, Journal of Artificial Intelligence Research 16, section 6.1), in every class of the
 * target. A baseline: its rows lie on lines between two training rows.
 */
export const smote: Generator<SmoteOptions, 'data'> = holdConstraints({
  kind: 'generator',
  api: 1,
  name: NAME,
  version: VERSION,
  summary: 'Rows between a training row and its nearest neighbours (SMOTE-NC): a baseline close to copying',
  family: 'model',
  options,
  needs: 'data',
  traits: { reproducible: true, memorises: true, conditional: true, blockRows: BLOCK_ROWS },
  async fit(data, checked, ctx) {
    if (data.rows === 0) throw emptyTable(NAME);
    const training = learnRows(data, ctx);
    return smoteModel(training, await findNeighbours(training, checked.neighbours, ctx), checked);
  },
  load({ generator, version, json, arrays }) {
    if (generator !== NAME || version !== VERSION) throw badState(`${NAME} ${VERSION}`, `${generator} ${version}`);
    const state = json as unknown as { training: Json; options: SmoteOptions };
    const found = { neighbours: state.options.neighbours, rows: arrays.neighbours as Int32Array };
    return smoteModel(loadRows(state.training, arrays), found, state.options);
  },
});

function smoteModel(training: TrainingRows, found: ClassNeighbours, chosen: SmoteOptions): Model {
  const choose = chosen.balance ? chooseBalanced(rowClasses(training)) : chooseEvenly;
  const make: MakeRows = (base, kept, ctx) => interpolateRows(training, found, base, kept, ctx);
  return {
    schema: training.schema,
    sample: (request, ctx) => sampleRows(training, request, choose, make, ctx),
    save() {
      const arrays: StateArrays = { neighbours: found.rows };
      return modelState(NAME, VERSION, { training: saveRows(training, arrays), options: { ...chosen } }, arrays);
    },
  };
}

/** Each class as often as any other, within a class each row. */
function chooseBalanced(classes: Int32Array): ChooseBase {
  return (among, rows, ctx) => {
    const groups = classRows(classes, among);
    const codes = Int32Array.from(groups.flatMap((group) => Array.from(group)));
    const ends = runningSums(groups.map((group) => group.length));
    const shares = groups.map((_, i) => Math.round(((i + 1) * rows) / groups.length));
    const leaves = {
      codes,
      feature: new Int32Array(groups.length).fill(-1),
      start: startsOf(ends),
      end: Int32Array.from(ends),
    };
    const places = shuffle(rowNumbers(rows), ctx.random.fork('places'));
    const wanted = { rows: places, start: startsOf(shares), end: Int32Array.from(shares) };
    return drawCodes(leaves, wanted, ctx.random.fork('rows'));
  };
}

function runningSums(lengths: readonly number[]): number[] {
  let sum = 0;
  return lengths.map((length) => {
    sum += length;
    return sum;
  });
}

function startsOf(ends: readonly number[]): Int32Array {
  return Int32Array.from(ends, (_, i) => (i === 0 ? 0 : ends[i - 1]));
}
