// exact pairs by prefix filter vs ours

import { createContext } from '@verisim/core';
import { readTable } from '@verisim/io';
import { buildJaccardIndex, jaccard, normalForm, shingles } from '@verisim/text-measures';
import { alikePairs, findDuplicates } from './src/find-duplicates.ts';

for (const f of ['banking77', 'clinc150']) {
  const { table } = await readTable(`../../../shared/text/${f}/train.csv`, { kinds: { text: 'text' } });
  const texts = (table.columns[0] as any).values as string[];
  const sets = texts.map((t) => shingles(normalForm(t)));
  for (const t of [0.3, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const idx = buildJaccardIndex(sets, t);
    const truth = new Set<number>();
    sets.forEach((s, i) => {
      const seen = new Set<number>();
      const count = (h: number) => idx.counts.get(h)!;
      const size = s.length - Math.ceil(t * s.length - 1e-9) + 1;
      for (const h of Array.from(s)
        .sort((a, b) => count(a) - count(b) || a - b)
        .slice(0, s.length ? size : 0))
        for (const o of idx.filed.get(h) ?? [])
          if (o < i && !seen.has(o)) {
            seen.add(o);
            if (
              Math.min(s.length, sets[o].length) >= t * Math.max(s.length, sets[o].length) &&
              jaccard(s, sets[o]) >= t
            )
              truth.add(o * 100000 + i);
          }
    });
    const found = alikePairs(texts, t);
    console.log(
      f,
      t,
      'true pairs',
      truth.size,
      'found',
      found.length,
      'recall',
      found.filter((p) => truth.has(p.a * 100000 + p.b)).length / truth.size,
      'wrong',
      found.filter((p) => !truth.has(p.a * 100000 + p.b)).length,
    );
  }
}
