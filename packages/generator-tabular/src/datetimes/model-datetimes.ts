import type { Generator, Model } from '@verisim/core';
import type { DatetimesModel } from './datetimes-model.ts';
import { isDatetimesState, loadDatetimes, saveDatetimes } from './datetimes-saved.ts';
import { drawDatetimes } from './draw-datetimes.ts';
import { fitDatetimes, planDatetimes } from './fit-datetimes.ts';

/** How datetime columns are taken apart. */
export interface DatetimeParts {
  /** The day and the hour as one category instead of several columns: for generators that know no dependence between columns. */
  readonly joint?: boolean;
}

/**
 * The same generator, which learns datetime columns as what calendar and clock of their zone show: year, month, weekday, which of
 * these weekdays of the month, time of day; only those that vary. So other columns may depend on any of them, and instants come out on days and
 * at times as the real ones are, within their range and on their grid. Summer time is kept: times that are skipped do not come out.
 *
 * Notes `datetimes`, the parts of each column. Columns of one instant or of a few common ones are left as they are, and so is a table without
 * datetime columns. Throws what the generator throws.
 */
export function modelDatetimes<O>(
  generator: Generator<O, 'data'>,
  { joint = false }: DatetimeParts = {},
): Generator<O, 'data'> {
  return {
    ...generator,
    fit(data, options, ctx) {
      const datetimes = data.rows === 0 ? [] : planDatetimes(data, joint, ctx);
      if (datetimes.length === 0) return generator.fit(data, options, ctx);
      return fitDatetimes(generator, datetimes, data, options, ctx).then(asModel);
    },
    load(state) {
      return isDatetimesState(state) ? loadDatetimes(generator, state).then(asModel) : generator.load(state);
    },
  };
}

function asModel(model: DatetimesModel): Model {
  return {
    schema: model.schema,
    sample: (request, ctx) => drawDatetimes(model, request, ctx),
    save: () => saveDatetimes(model),
  };
}
