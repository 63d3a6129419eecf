import {DatabaseSync} from 'node:sqlite';
const d=new DatabaseSync(':memory:');
const st=d.prepare("select cast(x'610062' as text) a, cast(x'61ff62' as text) b, 9007199254740993 c, -0.0 d, 9e999 e, x'' f, '' g");
try{console.log(st.get())}catch(e){console.log(e.code,e.message)}
st.setReadBigInts(true); st.setReturnArrays(true); console.log(st.get());
d.exec('create table t(a text,b real)'); const i=d.prepare('insert into t values(?,?)'); i.run('a\0b',-0); console.log(d.prepare('select cast(a as blob) x,b,typeof(b),hex(a) h from t').all(), Object.is(d.prepare('select b from t').get().b,-0));
d.exec('create table big(a text,b text,c real,d integer)'); const j=d.prepare('insert into big values(?,?,?,?)'); d.exec('begin');for(let k=0;k<300000;k++) j.run('value number '+k%100,'id'+k,k/7,k); d.exec('commit');
for (const sql of ['select a,b from big','select cast(a as blob),cast(b as blob) from big','select c,d from big',"select case typeof(a) when 'text' then cast(a as blob) else a end, case typeof(b) when 'text' then cast(b as blob) else b end from big"]){
 const s=d.prepare(sql); s.setReturnArrays(true); let t=performance.now(); let n=0; for(const r of s.iterate()){n+=r.length} console.log(sql,(performance.now()-t).toFixed(0));}
let t=performance.now(); console.log(d.prepare("select "+['a','b','c','d'].map(c=>`sum(typeof(${c})='integer'),sum(typeof(${c})='real'),sum(typeof(${c})='text'),sum(typeof(${c})='blob')`).join()+' from big').get(), performance.now()-t);
