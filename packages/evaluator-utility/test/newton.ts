interface Problem {
  readonly matrix: Float32Array;
  readonly rows: number;
  readonly width: number;
  readonly labels: Int32Array;
  readonly weights: Float64Array;
  readonly classCount: number;
  readonly ridge: number;
}

/** The optimum of a ridge-penalised softmax regression by Newton's method in double precision, as an independent oracle. */
export function newtonRegression(problem: Problem, start?: Float64Array, iterations = 30) {
  const { width, classCount } = problem;
  const size = (classCount === 2 ? 1 : classCount) * width;
  const point = start?.slice() ?? new Float64Array(size);
  let { gradient, hessian } = derivatives(problem, point);
  for (let i = 0; i < iterations; i++) {
    // The common shift of softmax intercepts has no curvature: a trace of ridge makes the system regular.
    for (let k = 0; k < size; k += width) hessian[k][k] += 1e-9;
    const step = solve(hessian, gradient);
    for (let j = 0; j < size; j++) point[j] -= step[j];
    ({ gradient, hessian } = derivatives(problem, point));
  }
  return { point, gradient };
}

function derivatives({ matrix, rows, width, labels, weights, classCount, ridge }: Problem, point: Float64Array) {
  const lines = classCount === 2 ? 1 : classCount;
  const size = lines * width;
  const gradient = Array.from(point, (value, j) => (j % width === 0 ? 0 : ridge * value));
  const hessian = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j && i % width !== 0 ? ridge : 0)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let r = 0; r < rows; r++) {
    const x = matrix.subarray(r * width, (r + 1) * width);
    const scores = Array.from({ length: lines }, (_, k) =>
      x.reduce((sum, value, j) => sum + value * point[k * width + j], 0),
    );
    const powers = (lines === 1 ? [0, scores[0]] : scores).map(Math.exp);
    const sum = powers.reduce((a, b) => a + b, 0);
    const p = (lines === 1 ? powers.slice(1) : powers).map((power) => power / sum);
    const w = weights[r] / total;
    for (let k = 0; k < lines; k++) {
      const hit = labels[r] === (lines === 1 ? 1 : k) ? 1 : 0;
      for (let i = 0; i < width; i++) {
        gradient[k * width + i] += w * (p[k] - hit) * x[i];
        for (let l = 0; l < lines; l++) {
          const curvature = w * p[k] * ((k === l ? 1 : 0) - p[l]);
          for (let j = 0; j < width; j++) hessian[k * width + i][l * width + j] += curvature * x[i] * x[j];
        }
      }
    }
  }
  return { gradient, hessian };
}

function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, at) => (Math.abs(row[i]) > Math.abs(rows[best][i]) ? at + i : best), i);
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let k = i + 1; k < rows.length; k++) {
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= rows.length; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  const x = new Array<number>(rows.length).fill(0);
  for (let i = rows.length - 1; i >= 0; i--) {
    let sum = rows[i][rows.length];
    for (let j = i + 1; j < rows.length; j++) sum -= rows[i][j] * x[j];
    x[i] = sum / rows[i][i];
  }
  return x;
}
