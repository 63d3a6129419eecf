/** Labels and weights of one problem. */
export interface Labelled {
  /** Class per row, 0 to classCount - 1. */
  readonly labels: Int32Array;
  /** Weight per row; rows of weight 0 are passed over. */
  readonly weights: Float64Array;
  readonly classCount: number;
}

/**
 * Weighted cross-entropy in nats of softmax classifiers, and its derivative by each logit. `logits` holds one row of
 * `rows` values per class (for two classes one row in all: the log odds of class 1), beginning at `offset`; the derivatives are
 * written at the same places of `residuals`. Returns the weighted sum.
 */
export function crossEntropy(data: Labelled, logits: Float32Array, residuals: Float32Array, offset: number): number {
  return data.classCount === 2
    ? binaryCrossEntropy(data, logits, residuals, offset)
    : softmaxCrossEntropy(data, logits, residuals, offset);
}

function binaryCrossEntropy(data: Labelled, logits: Float32Array, residuals: Float32Array, offset: number): number {
  const { labels, weights } = data;
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights[i];
    if (weight === 0) continue;
    const logit = logits[offset + i];
    const small = Math.exp(-Math.abs(logit));
    const probability = logit >= 0 ? 1 / (1 + small) : small / (1 + small);
    const against = labels[i] === 1 ? -logit : logit;
    loss += weight * (Math.log1p(small) + Math.max(0, against));
    residuals[offset + i] = weight * (probability - labels[i]);
  }
  return loss;
}

function softmaxCrossEntropy(data: Labelled, logits: Float32Array, residuals: Float32Array, offset: number): number {
  const { labels, weights, classCount } = data;
  const rows = labels.length;
  const end = offset + classCount * rows;
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights[i];
    if (weight === 0) continue;
    let top = Number.NEGATIVE_INFINITY;
    for (let at = offset + i; at < end; at += rows) top = Math.max(top, logits[at]);
    let sum = 0;
    for (let at = offset + i; at < end; at += rows) sum += Math.exp(logits[at] - top);
    for (let at = offset + i; at < end; at += rows) residuals[at] = (weight * Math.exp(logits[at] - top)) / sum;
    const own = offset + labels[i] * rows + i;
    residuals[own] -= weight;
    loss += weight * (Math.log(sum) + top - logits[own]);
  }
  return loss;
}

/** Logits as laid out for {@link crossEntropy} to probabilities, row after row, `rows * classCount`. */
export function softmaxRows(logits: Float32Array, rows: number, classCount: number): Float64Array {
  const probabilities = new Float64Array(rows * classCount);
  for (let i = 0; i < rows; i++) {
    const at = i * classCount;
    if (classCount === 2) {
      probabilities[at + 1] = 1 / (1 + Math.exp(-logits[i]));
      probabilities[at] = 1 / (1 + Math.exp(logits[i]));
      continue;
    }
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classCount; k++) top = Math.max(top, logits[k * rows + i]);
    let sum = 0;
    for (let k = 0; k < classCount; k++) {
      probabilities[at + k] = Math.exp(logits[k * rows + i] - top);
      sum += probabilities[at + k];
    }
    for (let k = 0; k < classCount; k++) probabilities[at + k] /= sum;
  }
  return probabilities;
}
