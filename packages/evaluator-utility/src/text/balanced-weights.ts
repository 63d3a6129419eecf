/** rows / (classes * rows of the class), mean 1 (scikit-learn `class_weight='balanced'`). */
export function balancedWeights(labels: Int32Array, classCount: number): Float64Array {
  const counts = new Int32Array(classCount);
  for (const label of labels) counts[label]++;
  return Float64Array.from(labels, (label) => labels.length / (classCount * counts[label]));
}
