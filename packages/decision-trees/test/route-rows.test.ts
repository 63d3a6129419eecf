import { expect, test } from 'vitest';
import { groupRows, growTree, leafOf, nodeCount, routeRows, treeArrays, treeFromArrays } from '../src/index.ts';
import { randomCodes, uniform } from './uniform.ts';

const next = uniform(11);
const columns = [randomCodes(next, 3000, 40), randomCodes(next, 3000, 7), randomCodes(next, 3000, 2)];
const response = Uint16Array.from(columns[0], (code, i) => (code >> 3) + ([1, 5].includes(columns[1][i]) ? 5 : 0));
const features = { columns, bins: [40, 7, 2], ordered: [true, false, false] };
const tree = growTree(features, { codes: response, classes: 10 }, { minLeaf: 5, significance: 2, maxDepth: 32 });

test('training rows come to the leaf that owns them', () => {
  const leaves = routeRows(tree, columns, 3000);
  for (let node = 0; node < nodeCount(tree); node++) {
    if (tree.feature[node] >= 0) continue;
    for (let i = tree.start[node]; i < tree.end[node]; i++) expect(leaves[tree.rows[i]]).toBe(node);
  }
});

test('rows one by one, all at once and in groups agree on new rows', () => {
  const fresh = [40, 7, 2].map((bins) => randomCodes(next, 500, bins));
  const leaves = routeRows(tree, fresh, 500);
  const groups = groupRows(tree, fresh, 500);
  expect(nodeCount(tree)).toBeGreaterThan(9);
  for (let row = 0; row < 500; row++) expect(leaves[row]).toBe(leafOf(tree, fresh, row));
  for (let node = 0; node < nodeCount(tree); node++) {
    if (tree.feature[node] >= 0) continue;
    for (let i = groups.start[node]; i < groups.end[node]; i++) expect(leaves[groups.rows[i]]).toBe(node);
  }
});

test('a tree survives its arrays', () => {
  const again = treeFromArrays(structuredClone(treeArrays(tree)));
  expect(routeRows(again, columns, 3000)).toEqual(routeRows(tree, columns, 3000));
  expect(again.rows.length).toBe(0);
});

test('rows ascend within a leaf, every row comes once, and memory used before changes nothing', () => {
  const into = new Int32Array(3000);
  groupRows(tree, [columns[1], columns[0], columns[2]], 3000, into);
  const { rows, start, end } = groupRows(tree, columns, 3000, into);
  expect(rows).toBe(into);
  expect(Array.from(rows).sort((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, row) => row));
  for (let node = 0; node < nodeCount(tree); node++) {
    if (tree.feature[node] >= 0) continue;
    const own = rows.slice(start[node], end[node]);
    expect(own).toEqual(own.slice().sort());
    for (const row of own) expect(leafOf(tree, columns, row)).toBe(node);
  }
});
