import { findPersonalData, maskPersonalData } from './src/personal-data.ts';
import { readTable } from '@verisim/io';
for (const t of ['mail me at jane.doe+x@example.co.uk.','call +49 (0)30 1234567 now','tel: 5551234567','(212) 555-0187 ok','on 2024-01-15 and 12.05.2023 10:30','GB82 WEST 1234 5698 7654 32 is it','DE89370400440532013000','de89 3704 0044 0532 0130 01','card 4111 1111 1111 1111','4111111111111112','order 1234567890123','192.168.1.10 and v 1.2.3.4','2001:db8::ff00:42:8329','12:30:45','ssn 078-05-1120, 000-12-3456','AB123456C','12345678Z','my name is Ada Lovelace and','Dear Dr. van Helsing,','Dear Customer,','This is The best','Best regards,\nGrace Hopper','06 12 34 56 78','030/1234567','01.02.2023','0800 123 456','£1,234,567.89 3.14159265','Mr Smith and jane@example.com, jane@example.com bob@x.org','pesel: 44051401359','1 84 12 76 451 089 46','RSSMRA85T10A562S','my account 00123456789'])
 console.log(JSON.stringify(t),'->',findPersonalData(t).map(d=>d.kind+':'+t.slice(d.from,d.to)).join(' ; '), '|', maskPersonalData(t).text);
for (const f of ['banking77','clinc150']) {
const { table } = await readTable(`../../../shared/text/${f}/train.csv`, {kinds:{text:'text'}});
const texts=(table.columns[0] as any).values as string[]; let n=0;
const u=process.cpuUsage();
for (const t of texts) { const d=findPersonalData(t); if(d.length&&n++<12) console.log(t,'=>',d.map(x=>x.kind+':'+t.slice(x.from,x.to)).join(';')); }
const v=process.cpuUsage(u); console.log(f,n,texts.length,(v.user+v.system)/1e6);
}
