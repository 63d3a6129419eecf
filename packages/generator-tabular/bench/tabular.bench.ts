/**
 * Every table generator, real rows and settings of trees, over data sets: what fitting and sampling cost, how faithful the rows are, and what
 * they give away; then the frontier of fidelity against privacy as an SVG. A data set is a folder with train.csv, test.csv and info.json:
 *
 *     npm run bench -- tabular [FOLDER...] [--out FOLDER] [--only NAME,NAME] [--no-settings] [--seed N]
 *
 * Without folders: UCI Adult and Magic in ../shared/data. Each row of the table is a process of its own. Promised of trees, in the default
 * and the private setting: no more copies and re-emitted once-only values than fresh real rows show (beyond chance), no cell off the column's decimals
 * and range, DCR share at most .52; and the floors of the two data sets.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { frontierSvg, type Mark } from './frontier-svg.ts';
import { missingFrom, readInfo } from './tabular-data.ts';
import { brokenPromises } from './tabular-promises.ts';
import type { Figures } from './tabular-run.ts';
import { type Subject, subjects } from './tabular-subjects.ts';
import { c2stScore, percent, tableHead, tableLine } from './tabular-table.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RUN = fileURLToPath(new URL('tabular-run.ts', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: join(ROOT, 'bench-results') },
    only: { type: 'string' },
    'no-settings': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});
const asked = process.env.INIT_CWD ?? process.cwd();
const out = resolve(asked, values.out);
const given = positionals.map((folder) => resolve(asked, folder));
const folders = given.length > 0 ? given : ['adult', 'magic'].map((name) => join(ROOT, '../shared/data', name));
const only = values.only?.split(',');
const chosen = subjects.filter(({ name, setting }) =>
  only ? only.includes(name) : !(setting && values['no-settings']),
);

for (const folder of folders) {
  const missing = missingFrom(folder);
  if (missing.length > 0) console.warn(`SKIPPED: ${folder} has no ${missing.join(', ')}`);
  else benchFolder(folder);
}

function benchFolder(folder: string): void {
  const info = readInfo(folder);
  const rows: Found[] = [];
  console.log(`\n${info.name} (${folder}), seed ${values.seed}\n${tableHead}`);
  for (const subject of chosen) {
    const figures = figuresOf(folder, subject);
    if (figures === null) continue;
    rows.push({ subject, figures });
    console.log(tableLine(subject.name, figures));
  }
  if (rows.length === 0) return;
  const [{ figures }] = rows;
  const metric = info.task === 'regression' ? 'RMSE' : 'ROC AUC';
  console.log(
    `trained on real rows: ${metric} ${figures.realScore.toFixed(4)}; real test rows equal to a training row: ${percent(figures.testCopies)} %`,
  );
  for (const { subject, figures: found } of rows)
    for (const fault of brokenPromises(subject, found, info)) report(fault);
  const path = join(out, `tabular-frontier-${info.name.replaceAll(/[^\w-]/g, '-')}.svg`);
  mkdirSync(out, { recursive: true });
  // Results of one machine are nobody's source.
  if (values.out === join(ROOT, 'bench-results')) writeFileSync(join(out, '.gitignore'), '*\n');
  writeFileSync(path, frontierSvg(`${info.name}: fidelity against privacy`, rows.map(markOf)));
  console.log(`frontier: ${path}`);
}

interface Found {
  readonly subject: Subject;
  readonly figures: Figures;
}

function figuresOf(folder: string, subject: Subject): Figures | null {
  const args = ['--conditions=verisim-source', RUN, folder, JSON.stringify(subject), values.seed];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return JSON.parse(stdout) as Figures;
  report(`${subject.name} failed: ${/^(?:\w*Error.*|error: .*)$/m.exec(stderr)?.[0] ?? stderr.slice(0, 500)}`);
  return null;
}

function report(fault: string): void {
  console.log(`BROKEN PROMISE: ${fault}`);
  process.exitCode = 1;
}

function markOf({ subject, figures }: Found): Mark {
  const isReal = subject.source === 'test' || subject.source === 'bootstrap';
  const kind = isReal ? 'control' : subject.setting ? 'setting' : 'generator';
  return { name: subject.name, x: figures.dcrShare, y: c2stScore(figures), kind };
}
