import { createRandom } from '@verisim/core';
import { addTypos, addTypo, changeFormat } from './src/ngram/disturb-text.ts';
import { drawTokens } from './src/ngram/draw-tokens.ts';
import { learnTexts, sharedRun } from './src/ngram/learned-texts.ts';
import { joinPieces } from './src/ngram/pieces.ts';
import { featuresLike, featuresOf, probabilities, trainClassifier } from './src/ngram/text-classifier.ts';
import { loadSet, macroF1, type Row } from './scratch-data.ts';
export interface Arm { name: string; borrow: number; typos: number; format: number; copied: number; judge: 'none'|'in'|'oof'; source: 'kn'|'real'|'mix'; fill?: number; }
const FOLDS = 5;
export function make(train: Row[], names: string[], arm: Arm, seed: string): { rows: Row[]; drafts: number; copied: number; refused: number; short: number } {
  const r = createRandom(seed);
  const texts = train.map(t=>t.text); const labels = Int32Array.from(train,t=>names.indexOf(t.label));
  const L = learnTexts(texts, labels, names.length);
  const f = featuresOf(texts);
  const all = Int32Array.from(labels.keys());
  const judges = arm.judge==='none' ? [] : arm.judge==='in' ? [trainClassifier(f,labels,names.length,all,r.fork('j'))] :
    Array.from({length:FOLDS},(_,k)=>trainClassifier(f,labels,names.length,all.filter(i=>i%FOLDS!==k),r.fork('j'+k)));
  const sizes = names.map((_,k)=>labels.filter(l=>l===k).length); const most=Math.max(...sizes);
  const out: Row[]=[]; let drafts=0, copied=0, refused=0, short=0; const seen=new Set(texts.map(t=>t.toLowerCase()));
  names.forEach((name,k)=>{ const rr=r.fork(name); const want=Math.round((most-sizes[k])*(arm.fill??1)); let got=0;
    const own = texts.filter((_,i)=>labels[i]===k);
    for (let round=0; got<want && round<60; round++){ const batch:string[]=[]; const parents:number[]=[];
      for(let d=0; d<2*(want-got)+8; d++){ drafts++;
        let t: string;
        const src = arm.source==='mix' ? (rr.next()<.5?'kn':'real') : arm.source;
        if(src==='real') t = own[rr.int(0,own.length)];
        else { const tok=drawTokens(L.labels[k].own,L.all,arm.borrow,L.labels[k].longest,rr); if(!tok||tok.length<2) continue;
        t=joinPieces([...tok].map(x=>L.pieces[x]), rr.next()<L.labels[k].capitals); }
        t=changeFormat(addTypos(t,arm.typos,rr),arm.format,rr); for(let e=8;e<round;e++) t=addTypo(t,rr);
        const s=sharedRun(t,L); if(seen.has(t.toLowerCase())){copied++;continue;} if(s.share>arm.copied){copied++;continue;} batch.push(t); parents.push(s.text);}
      if(batch.length===0) continue;
      const rows=featuresLike(batch,f);
      batch.forEach((t,i)=>{ if(got>=want) return; if(seen.has(t.toLowerCase())) return;
        if(judges.length){ const j=judges.length===1?judges[0]:judges[Math.max(0,parents[i])%FOLDS]; const p=probabilities(j,f.places,rows,i); if(p.indexOf(Math.max(...p))!==k){refused++;return;} }
        seen.add(t.toLowerCase()); out.push({text:t,label:name}); got++; }); }
    short+=want-got; });
  return { rows: out, drafts, copied, refused, short };
}
export function score(train: Row[], test: Row[], names: string[], seed: number) {
  const f=featuresOf(train.map(r=>r.text)); const labels=Int32Array.from(train,r=>names.indexOf(r.label));
  const c=trainClassifier(f,labels,names.length,Int32Array.from(labels.keys()),createRandom(seed));
  const tr=featuresLike(test.map(r=>r.text),f);
  const pred=test.map((_,i)=>{const p=probabilities(c,f.places,tr,i);return p.indexOf(Math.max(...p));});
  return macroF1(pred,test.map(r=>names.indexOf(r.label)),names.length);
}
export function copyArm(train: Row[], names: string[], seed: string): Row[] { const r=createRandom(seed); const by=names.map(n=>train.filter(t=>t.label===n)); const most=Math.max(...by.map(b=>b.length));
  return by.flatMap(b=>Array.from({length:most-b.length},()=>b[r.int(0,b.length)])); }
if (import.meta.main) {
  const sets=(process.argv[2]??'C,D,E,F,G').split(','); const N=Number(process.argv[3]??4);
  const base: Arm={name:'',borrow:.2,typos:.1,format:.1,copied:.8,judge:'oof',source:'kn'};
  const arms: Arm[]=(process.argv[4]?eval(process.argv[4]):[{name:'typos-real',source:'real',judge:'none',copied:1,typos:.15},{name:'kn-nojudge',judge:'none',typos:0,format:0},{name:'kn-in',judge:'in',typos:0,format:0},{name:'kn-oof',typos:0,format:0},{name:'kn-oof-typo'},{name:'mix-oof',source:'mix'}]).map((a: Partial<Arm>)=>({...base,...a}));
  const lifts: Record<string,number[]>={copy:[]}; const real:number[]=[];
  for(const set of sets) for(let s=0;s<N;s++){ const {train,test,names}=loadSet(set,s+100); const r=score(train,test,names,s); real.push(r);
    lifts.copy.push(score([...train,...copyArm(train,names,`c${s}`)],test,names,s)-r);
    for(const a of arms){ const m=make(train,names,a,`m${s}`); (lifts[a.name]??=[]).push(score([...train,...m.rows],test,names,s)-r); if(s===0) console.error(set,a.name,JSON.stringify({...m,rows:m.rows.length})); } }
  console.log('real',(real.reduce((a,b)=>a+b)/real.length).toFixed(4));
  for(const [k,v] of Object.entries(lifts)){ const m=v.reduce((a,b)=>a+b)/v.length; const sd=Math.sqrt(v.reduce((a,b)=>a+(b-m)**2,0)/(v.length-1)); const per=sets.map((_,i)=>(100*v.slice(i*N,i*N+N).reduce((a,b)=>a+b)/N).toFixed(1)).join(' ');
    console.log(k.padEnd(16),(100*m).toFixed(2),'+-',(196*sd/Math.sqrt(v.length)).toFixed(2),'  ',per); }
}
