import type { DataInfo } from './tabular-data.ts';
import type { Figures } from './tabular-run.ts';
import type { Subject } from './tabular-subjects.ts';
import { c2stScore, percent } from './tabular-table.ts';

const MOST_DCR_SHARE = 0.52;

/** Floors of the default setting: shape and trend error, C2ST score, AUC of a model trained on synthetic rows. */
const FLOORS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  adult: [0.003, 0.012, 0.95, 0.923],
  magic: [0.0045, 0.007, 0.97, 0.938],
};

/** What trees promise and these figures do not keep. */
export function brokenPromises(
  { name, source, setting, options }: Subject,
  found: Figures,
  info: DataInfo,
): readonly string[] {
  if (source !== 'trees' || setting) return [];
  const said = (what: string, value: string, line: string) => `${name} on ${info.name}: ${what} ${value}, ${line}`;
  const over = (what: string, value: number, most: number, shown: (value: number) => string = percent) =>
    value > most ? [said(what, shown(value), `at most ${shown(most)}`)] : [];
  const under = (what: string, value: number, least: number) =>
    value < least ? [said(what, value.toFixed(4), `at least ${least}`)] : [];
  const general = [
    ...over('copies %', found.copies, found.mostCopies),
    ...over('once-only values %', found.leastOnceOnly, found.freshOnceOnly),
    ...over('strange cells', found.strangeCells, 0, String),
    ...over('DCR share', found.dcrShare, MOST_DCR_SHARE, (value) => value.toFixed(3)),
  ];
  const floors = FLOORS[info.name];
  if (floors === undefined || Object.keys(options).length > 0) return general;
  const [shape, trend, c2st, tstr] = floors;
  return [
    ...general,
    ...over('shape error %', found.shapeError, shape),
    ...over('trend error %', found.trendError, trend),
    ...under('C2ST', c2stScore(found), c2st),
    ...under('TSTR AUC', found.score ?? 0, tstr),
  ];
}
