import { type BlockRequest, type ColumnTest, type Context, resolveConditions, type Table } from '@verisim/core';
import { allowedCodes, mayPass } from '../allowed-codes.ts';
import { fillIds } from '../draw-ids.ts';
import { passIdTests, rejectRows } from '../reject-rows.ts';
import type { CopulaModel } from './copula-model.ts';
import { rootCorrelation } from './correlation-root.ts';
import { drawTruncated } from './draw-truncated.ts';
import { invertMatrix } from './invert-matrix.ts';
import { type LatentRegion, latentRegion, regionInterval } from './latent-region.ts';
import { intervalOf } from './latent-scale.ts';
import { mixLatent } from './mix-latents.ts';
import { type CopulaCodes, decodeCodes, drawIndependent, putCodes } from './sample-copula.ts';

/** A dimension that conditions restrict. */
interface Restricted {
  /** Its place among the model's dimensions. */
  readonly at: number;
  readonly region: LatentRegion;
}

/**
 * One block under conditions: the conditioned dimensions from their truncated normal distribution, the others given those. What is left to
 * rejection are numbers that smoothing moved out of a range.
 */
export async function sampleCopulaWhere(model: CopulaModel, request: BlockRequest, ctx: Context): Promise<Table> {
  const { block, rows, where = [] } = request;
  const tests = resolveConditions(model.schema, where);
  const possible = tests.every((test) => mayPass(model.decoders[test.column]?.table ?? null, test));
  const restricted = possible ? restrictedDimensions(model, tests) : [];
  const draw = (count: number, part: Context) => drawGiven(model, restricted, count, part);
  const table = await rejectRows({ rows, tests, possible, native: true, draw }, ctx);
  return passIdTests(fillIds(table, model.ids, block, ctx), tests);
}

function restrictedDimensions({ dimensions, decoders }: CopulaModel, tests: readonly ColumnTest[]): Restricted[] {
  const restricted: Restricted[] = [];
  dimensions.forEach(({ column, indicator, scale }, at) => {
    const test = tests.find((candidate) => candidate.column === column);
    const table = decoders[column]?.table;
    if (!test || !table || (!indicator && table.values !== null && !test.present)) return;
    const passing = new Set(allowedCodes(table, test, scale.codes));
    const allowed = indicator
      ? Uint8Array.of(Number(test.present), Number(test.missing))
      : Uint8Array.from(scale.codes, (code) => Number(passing.has(code)));
    const region = latentRegion(scale, allowed);
    if (region) restricted.push({ at, region });
  });
  return restricted;
}

/**
 * Rows whose restricted dimensions lie in their regions. The others follow by Matheron's rule (Journel & Huijbregts 1978, VII.A.1): rows drawn
 * freely are shifted by the regression on how far their restricted dimensions are off.
 */
function drawGiven(model: CopulaModel, restricted: readonly Restricted[], rows: number, ctx: Context): Table {
  const { dimensions, root } = model;
  const latents = drawIndependent(model, rows, ctx);
  for (let i = dimensions.length - 1; i >= 0; i--) mixLatent(latents, root, i);
  const codes: CopulaCodes = new Map();
  const own = new Map(
    moveLatents(model, restricted, latents, ctx).map((intervals, c) => [restricted[c].at, intervals]),
  );
  for (let i = dimensions.length - 1; i >= 0; i--) {
    const { scale } = dimensions[i];
    const latent = latents.pop() as Float64Array;
    putCodes(codes, dimensions[i], own.get(i) ?? Int32Array.from(latent, (z) => intervalOf(scale, z)));
  }
  return decodeCodes(model, codes, rows, ctx);
}

/** Moves all latents to what they are given the restricted ones, and returns the intervals of these. */
function moveLatents(
  { root }: CopulaModel,
  restricted: readonly Restricted[],
  latents: readonly Float64Array[],
  ctx: Context,
): Int32Array[] {
  if (restricted.length === 0) return [];
  const places = restricted.map(({ at }) => at);
  const precision = invertMatrix(places.map((i) => Float64Array.from(places, (j) => rootCorrelation(root, i, j))));
  const regions = restricted.map(({ region }) => region);
  const drawn = drawTruncated(regions, precision, latents[0].length, ctx.random.fork('restricted'));
  const shifts = drawn.map((latent, c) => latent.map((z, row) => z - latents[places[c]][row]));
  latents.forEach((latent, i) => {
    const toEach = places.map((place) => rootCorrelation(root, i, place));
    const weights = precision.map((row) => row.reduce((sum, value, c) => sum + value * toEach[c], 0));
    weights.forEach((weight, c) => {
      for (let row = 0; row < latent.length; row++) latent[row] += weight * shifts[c][row];
    });
  });
  return drawn
    .map((latent, c) => latent.map((z) => regionInterval(regions[c], z)))
    .map((places) => Int32Array.from(places));
}
