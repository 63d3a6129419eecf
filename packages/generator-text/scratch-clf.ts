import { readFileSync } from 'node:fs';
import { createRandom, shuffle } from '@verisim/core';
import { featuresLike, featuresOf, probabilities, trainClassifier } from './src/ngram/text-classifier.ts';
import { loadSet, macroF1 } from './scratch-data.ts';
const set = process.argv[2] ?? 'B';
let mean=0; const N=5;
const t0=process.cpuUsage();
for (let s=0;s<N;s++){ const {train,test,names}=loadSet(set,s);
 const f=featuresOf(train.map(r=>r.text)); const labels=Int32Array.from(train,r=>names.indexOf(r.label));
 const c=trainClassifier(f,labels,names.length,Int32Array.from(labels.keys()),createRandom(s));
 const tr=featuresLike(test.map(r=>r.text),f);
 const pred=test.map((_,i)=>{const p=probabilities(c,f.places,tr,i);return p.indexOf(Math.max(...p));});
 const m=macroF1(pred,test.map(r=>names.indexOf(r.label)),names.length); mean+=m/N; }
console.log(set, mean.toFixed(4), process.cpuUsage(t0).user/1e6/N);
