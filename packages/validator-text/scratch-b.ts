import { readTable } from '@verisim/io';
import { jaccard, normalForm, shingles } from '@verisim/text-measures';
import { candidates } from './src/band-index.ts';
import { shingleHashes } from './src/shingle-hashes.ts';
import { createTextSearch, fileSigned, signText } from './src/text-search.ts';

const { table } = await readTable(`../../../shared/text/clinc150/train.csv`, { kinds: { text: 'text' } });
const texts = (table.columns[0] as any).values as string[];
const time = (n: string, f: () => void) => {
  const u = process.cpuUsage();
  f();
  const v = process.cpuUsage(u);
  console.log(n, (((v.user + v.system) / 1e3 / texts.length) * 1000) | 0, 'ns per doc');
};
for (let k = 0; k < 2; k++) {
  let s: any;
  time('create', () => {
    s = createTextSearch(texts, 0.8);
  });
  console.log(s.index.bands, s.index.width);
  time('shingle', () => {
    for (let i = 0; i < texts.length; i++) shingleHashes(s.forms[i], s.buffer);
  });
  time('sign', () => {
    for (let i = 0; i < texts.length; i++) signText(s, i);
  });
  let n = 0;
  time('sign+cand+file', () => {
    for (let i = 0; i < texts.length; i++) {
      signText(s, i);
      n += candidates(s.index, s.signature).length;
      fileSigned(s, i);
    }
  });
  console.log('candidates per doc', n / texts.length);
  time('sets', () => {
    for (let i = 0; i < texts.length; i++) shingles(s.forms[i]);
  });
  const sets = texts.map((_, i) => shingles(s.forms[i]));
  time('jaccard', () => {
    for (let i = 1; i < texts.length; i++) jaccard(sets[i], sets[i - 1]);
  });
}
