import { openJournal } from '../src/index.ts';

// A process of its own: appends numbered records up to the number given, each told of once it is reported as kept.
const [path, upTo, hold] = process.argv.slice(2);
const journal = await openJournal(path, { recipe: { made: 'by a test' } });
for (let i = journal.records.length; i < Number(upTo); i++) {
  await journal.append({ i }, Buffer.from(`body of record ${i}`));
  process.stdout.write(`${i}\n`);
}
if (hold) setInterval(() => {}, 1000);
else await journal.close();
