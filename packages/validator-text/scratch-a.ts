import { createContext } from '@verisim/core';
import { readTable } from '@verisim/io';
import { jaccard, normalForm, shingles } from '@verisim/text-measures';
import { alikePairs, findDuplicates } from './src/find-duplicates.ts';

for (const f of ['banking77', 'clinc150']) {
  const { table } = await readTable(`../../../shared/text/${f}/train.csv`, { kinds: { text: 'text' } });
  const c = table.columns[0] as any;
  const texts = c.values as string[];
  for (const t of [0.5, 0.8, 0.9]) {
    const u = process.cpuUsage();
    const d = await findDuplicates(texts, { threshold: t }, createContext());
    const v = process.cpuUsage(u);
    const s = (v.user + v.system) / 1e6;
    console.log(
      f,
      t,
      texts.length,
      'cpu',
      s,
      (texts.length / s) | 0,
      'dropped',
      d.of.filter((x) => x >= 0).length,
      'rss',
      (process.memoryUsage().rss / 1e6) | 0,
    );
  }
}
