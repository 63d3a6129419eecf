import type { Json } from '@verisim/core';

/** A topic tree as JSON: `{ "cards": ["lost", "stolen"], "fees": { "abroad": ["cash", "shop"] } }`. */
export type TopicTree = readonly (string | TopicTree)[] | { readonly [topic: string]: TopicTree | string | null };

/** The paths to a tree's leaves, in order; none for an empty tree. */
export function topicLeaves(tree: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (tree === null || tree === '') return path.length === 0 ? [] : [path];
  if (typeof tree !== 'object') return [[...path, String(tree)]];
  if (Array.isArray(tree)) {
    return tree.length === 0 && path.length > 0 ? [path] : tree.flatMap((branch) => topicLeaves(branch, path));
  }
  const branches = Object.entries(tree as { readonly [key: string]: Json });
  if (branches.length === 0) return path.length === 0 ? [] : [path];
  return branches.flatMap(([topic, branch]) => topicLeaves(branch, [...path, topic]));
}
