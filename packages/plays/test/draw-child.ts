import { createContext, createTable, fit, type Generator } from '@verisim/core';
import { marginals } from '@verisim/generator-tabular';
import { writeTable } from '@verisim/io';
import { openResumableDraw } from '../src/index.ts';
import { learnedTable } from './learned-table.ts';

// A process of its own: draws rows in blocks of 50 into <folder>/out.csv, as `verisim generate` does, and goes on where an earlier one ended.
const [folder, rows, version = marginals.version] = process.argv.slice(2);
const train = createTable(learnedTable.spec.columns, learnedTable.columns);
const generator = { ...marginals, version, traits: { ...marginals.traits, blockRows: 50 } } as Generator<
  unknown,
  'data'
>;
const ctx = createContext({ seed: 'drawn by a test' });
const draw = await openResumableDraw(`${folder}/out.csv`, { version, rows }, { every: 0 });
if (draw.replaced) process.stdout.write(`replaced: ${draw.replaced}\n`);
for (const record of draw.damaged) process.stdout.write(`damaged: ${record}\n`);
const kept = await draw.model();
const model = kept ? await generator.load(kept.state) : await fit(generator, train, {}, ctx);
if (!kept) await draw.keepModel({ state: await model.save(), notes: { fitted: true } });
const source = { generator, model, train, run: 'run' };
const before = draw.resumed;
const account = await draw.draw(source, { rows: Number(rows) }, () => ({ noted: true }), ctx);
await writeTable(draw.rows(), `${folder}/out.csv`);
await writeTable(draw.lineage(source), `${folder}/lineage.csv`);
await draw.remove();
process.stdout.write(`resumed ${before}, drew ${draw.finished - before}\n${JSON.stringify(account)}\n`);
