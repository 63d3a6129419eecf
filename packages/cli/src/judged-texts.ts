import { columnKinds, type Table, withRoles } from '@verisim/core';

/**
 * The real table with the texts that the synthetic one has too as features. Readers ignore text that nobody asked for, because tabular generators do not model it;
 * where synthetic texts are given all the same, they are judged.
 */
export function withJudgedTexts(real: Table, synthetic: Table): Table {
  const held = new Set(textNames(synthetic));
  const names = textNames(real).filter((name) => held.has(name));
  return withRoles(real, Object.fromEntries(names.map((name) => [name, 'feature'])));
}

function textNames({ spec }: Table): string[] {
  return spec.columns
    .filter(({ kind }) => columnKinds[kind].storage === 'text' && !columnKinds[kind].identifies)
    .map(({ name }) => name);
}
