/** A function's value and gradient at the point that was asked for. */
export interface Evaluated {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** Where a minimisation ended. */
export interface Minimum {
  readonly point: Float64Array;
  readonly loss: number;
  readonly iterations: number;
  /** The largest absolute entry of the gradient is within the tolerance. */
  readonly converged: boolean;
}

/** How to minimise. */
export interface MinimiseOptions {
  /** Stop when no entry of the gradient exceeds this in size. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Applies a positive definite guess of the inverse Hessian; the identity when left out. */
  readonly precondition?: (gradient: Float64Array) => Float64Array;
}

interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

const MEMORY = 10;
const MAX_HALVINGS = 20;
/** Single-precision losses near the optimum differ by noise of this relative size. */
const NOISE = 1e-7;

/**
 * Limited-memory BFGS (Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 7.4 and 7.5) with a backtracking line
 * search, for smooth convex functions. A coroutine: it yields the points that it wants evaluated, so that a caller can
 * evaluate several minimisations in one matrix product.
 */
export function* minimise(start: Float64Array, options: MinimiseOptions): Generator<Float64Array, Minimum, Evaluated> {
  const corrections: Correction[] = [];
  let point = start;
  let { loss, gradient } = yield point;
  let iterations = 0;
  while (iterations < options.maxIterations && largest(gradient) > options.tolerance) {
    let direction = descent(gradient, corrections, options.precondition);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      corrections.length = 0;
      direction = gradient.map((value) => -value);
      slope = dot(direction, gradient);
    }
    let length = 1;
    let next = moved(point, direction, length);
    let found = yield next;
    for (let halving = 0; !accepted(found.loss, loss, length * slope) && halving < MAX_HALVINGS; halving++) {
      length *= shorter(found.loss, loss, length * slope);
      next = moved(point, direction, length);
      found = yield next;
    }
    if (!accepted(found.loss, loss, length * slope)) break;
    remember(corrections, difference(next, point), difference(found.gradient, gradient));
    point = next;
    loss = found.loss;
    gradient = found.gradient;
    iterations++;
  }
  return { point, loss, iterations, converged: largest(gradient) <= options.tolerance };
}

/** Armijo's sufficient decrease, give or take rounding. */
function accepted(found: number, before: number, expected: number): boolean {
  return found <= before + 1e-4 * expected + NOISE * Math.abs(before);
}

/** The minimum of the parabola through both losses and the slope, kept within [0.1, 0.5]. */
function shorter(found: number, before: number, expected: number): number {
  const factor = -expected / (2 * (found - before - expected));
  return Number.isFinite(factor) ? Math.min(0.5, Math.max(0.1, factor)) : 0.1;
}

function descent(
  gradient: Float64Array,
  corrections: readonly Correction[],
  precondition: ((gradient: Float64Array) => Float64Array) | undefined,
): Float64Array {
  let q: Float64Array = gradient.slice();
  const along = new Float64Array(corrections.length);
  for (let i = corrections.length - 1; i >= 0; i--) {
    along[i] = dot(corrections[i].step, q) / corrections[i].curvature;
    addScaled(q, -along[i], corrections[i].change);
  }
  const scale = initialScale(corrections.at(-1), precondition);
  if (precondition) q = precondition(q);
  for (let i = 0; i < q.length; i++) q[i] *= scale;
  for (let i = 0; i < corrections.length; i++) {
    addScaled(q, along[i] - dot(corrections[i].change, q) / corrections[i].curvature, corrections[i].step);
  }
  for (let i = 0; i < q.length; i++) q[i] = -q[i];
  return q;
}

function initialScale(
  last: Correction | undefined,
  precondition: ((gradient: Float64Array) => Float64Array) | undefined,
): number {
  if (!last) return 1;
  return last.curvature / dot(last.change, precondition ? precondition(last.change) : last.change);
}

function remember(corrections: Correction[], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, change);
  if (!(curvature > 1e-12 * dot(step, step))) return;
  corrections.push({ step, change, curvature });
  if (corrections.length > MEMORY) corrections.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(target: Float64Array, scale: number, values: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] += scale * values[i];
}

function moved(point: Float64Array, direction: Float64Array, length: number): Float64Array {
  return point.map((value, i) => value + length * direction[i]);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
