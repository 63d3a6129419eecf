import { LOSSES } from './boost-loss.ts';
import type { BoostedTrees } from './boosted-trees.ts';
import { badEnsemble } from './errors.ts';

/** The arrays of an ensemble by name, all that {@link boostedFromArrays} needs. */
export function boostedArrays(model: BoostedTrees): Readonly<Record<string, Int32Array | Float64Array>> {
  const { loss, features, base, roots, feature, left, right, value, gain } = model;
  return { shape: Int32Array.of(LOSSES.indexOf(loss), features), base, roots, feature, left, right, value, gain };
}

/** The ensemble of {@link boostedArrays}. Throws `decision-trees/bad-ensemble` for arrays that would predict wrongly or for ever. */
export function boostedFromArrays(arrays: Readonly<Record<string, unknown>>): BoostedTrees {
  const integers = (name: string): Int32Array => {
    const array = arrays[name];
    if (array instanceof Int32Array) return array;
    throw badEnsemble(`"${name}" is not an array of 32-bit integers`);
  };
  const numbers = (name: string): Float64Array => {
    const array = arrays[name];
    if (array instanceof Float64Array) return array;
    throw badEnsemble(`"${name}" is not an array of 64-bit numbers`);
  };
  const [loss, features] = integers('shape');
  if (!(loss in LOSSES && features >= 0)) throw badEnsemble(`its shape is ${loss}, ${features}`);
  const base = numbers('base');
  const model = {
    loss: LOSSES[loss],
    outputs: base.length,
    features,
    base,
    roots: integers('roots'),
    feature: integers('feature'),
    left: integers('left'),
    right: integers('right'),
    value: numbers('value'),
    gain: numbers('gain'),
  };
  checkNodes(model);
  return model;
}

function checkNodes({ loss, outputs, features, roots, feature, left, right, value, gain }: BoostedTrees): void {
  const nodes = feature.length;
  if (outputs < 1 || outputs > 1 !== (loss === 'softmax')) throw badEnsemble(`${loss} with ${outputs} outputs`);
  if (left.length !== nodes || value.length !== nodes || gain.length !== nodes || right.length !== 8 * nodes)
    throw badEnsemble('its arrays differ in length');
  for (const root of roots) if (!(root >= 0 && root < nodes)) throw badEnsemble(`a tree begins at node ${root}`);
  for (let node = 0; node < nodes; node++) {
    if (left[node] === 0 && feature[node] === -1) continue;
    // children lie behind their parent, so every walk ends
    if (left[node] > node && left[node] + 1 < nodes && feature[node] >= 0 && feature[node] < features) continue;
    throw badEnsemble(`node ${node} splits by feature ${feature[node]} into nodes ${left[node]} and the next`);
  }
}
