const url=process.argv[2];
const { sqlite } = await import('./src/sqlite.ts'); const { postgres } = await import('./src/postgres.ts');
const timed=async <T>(name:string,f:()=>Promise<T>)=>{const t=performance.now(),c=process.cpuUsage();const r=await f();const u=process.cpuUsage(c);console.log(name,((performance.now()-t)/1000).toFixed(1)+'s',((u.user+u.system)/1e6).toFixed(1)+' cpu s', (process.memoryUsage().rss/2**20).toFixed(0)+' MB');return r};
const s=await timed('open sqlite',()=>sqlite.open('/tmp/h8/big.sqlite',{}));
await timed('pass sqlite',async()=>{let n=0;for await(const b of s.batches()) n+=b.rows; return n});
await timed('pass sqlite',async()=>{let n=0;for await(const b of s.batches()) n+=b.rows; return n});
await s.close();
if(url){const {writeTable,readTable}=await import('./src/index.ts'); const t=(await readTable('/tmp/h8/big.sqlite')).table; await writeTable(t,url);
const p=await timed('open postgres',()=>postgres.open(url,{}));
await timed('pass postgres',async()=>{let n=0;for await(const b of p.batches()) n+=b.rows; return n});
await timed('pass postgres',async()=>{let n=0;for await(const b of p.batches()) n+=b.rows; return n});
await p.close();}
