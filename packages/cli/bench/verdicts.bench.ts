/**
 * Whole coverage-gap plays on real data, every control arm beside them. Prints the verdicts; `--write` puts them into docs/guide/verdicts.md with
 * their plots. Run: node --conditions=verisim-source bench/verdicts.bench.ts [--only NAME] [--write] [--html FOLDER]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createContext } from '@verisim/core';
import { boostedTrees, logisticRegression } from '@verisim/evaluator-utility';
import { smote, trees } from '@verisim/generator-tabular';
import {
  judgeCoverageGap,
  liftSection,
  makePlan,
  prepareCoverageGap,
  sweepSection,
  sweepSentence,
} from '@verisim/plays';
import { chartSvg, type ReportSection, renderHtml } from '@verisim/report';
import { holdoutFingerprints, lockHoldout, openHoldout, openWorkspace } from '@verisim/workspace';
import { type VerdictCase, verdictCases } from './verdict-cases.ts';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, write: { type: 'boolean' }, html: { type: 'string' } },
});
const GUIDE = fileURLToPath(new URL('../../../docs/guide/', import.meta.url));

/** A play's verdict in Markdown and its plots by file name. */
async function played(found: VerdictCase) {
  const source = await found.read();
  if (source === null) {
    console.warn(`skipped ${found.name}: its data are not beside the repository`);
    return null;
  }
  const { target, level, gap, threshold } = found;
  const folder = mkdtempSync(join(tmpdir(), 'verisim-verdicts-'));
  try {
    const workspace = await openWorkspace(folder);
    const split = await lockHoldout(workspace, {
      table: source.table,
      rows: found.holdoutRows,
      seed: '1',
      target,
      source: { file: source.file, hash: source.hash },
    });
    const plan = makePlan({ gap, target, where: [{ column: target, in: [level] }], metric: 'roc-auc', threshold });
    const train = found.thin(split.train);
    const ctx = createContext({ seed: '1' });
    const learners = { learner: boostedTrees(), second: logisticRegression, smote: smote as never };
    const fingerprints = await holdoutFingerprints(workspace, split.lock);
    const parts = { plan, train, generator: trees as never, fingerprints, run: found.name, ...learners };
    const prepared = await prepareCoverageGap(parts, ctx);
    const opening = { reason: 'verdicts', run: found.name };
    const result = await judgeCoverageGap(prepared, () => openHoldout(workspace, split.lock, opening), ctx);
    return { prepared, result, rows: train.table.rows, gapRows: prepared.gapRows ?? 0, holdout: split.lock.rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Played = NonNullable<Awaited<ReturnType<typeof played>>>;

async function plots(name: string, { prepared, result }: Played): Promise<readonly string[]> {
  const charts = [
    ...(prepared.sweep ? (sweepSection(prepared.sweep).charts ?? []) : []),
    ...(result.evidence?.charts.slice(0, 1) ?? []),
  ];
  const lines: string[] = [];
  for (const chart of charts) {
    const file = `img/verdict-${name}-${chart.name}.svg`;
    if (options.write) {
      mkdirSync(join(GUIDE, 'img'), { recursive: true });
      writeFileSync(join(GUIDE, file), `${await chartSvg(chart)}\n`);
    }
    lines.push(`![${chart.title}](${file})`);
  }
  return lines;
}

/** The tables of a section but for the long one of slices. */
function tablesOf({ tables = [] }: ReportSection): readonly string[] {
  return tables
    .filter(({ rows }) => rows.length <= 20)
    .map(({ caption, columns, rows }) => {
      const line = (cells: readonly (string | number | null)[]) => `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
      return [`${caption}:`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
    });
}

async function markdown(found: VerdictCase, done: Played, seconds: number): Promise<string> {
  const { prepared, result, rows, gapRows, holdout } = done;
  const { verdict, evidence } = result;
  const count = (number: number) => number.toLocaleString('en-US');
  const sections = [
    ...(prepared.sweep ? [sweepSection(prepared.sweep)] : []),
    ...(evidence ? [liftSection(evidence, verdict)] : []),
  ];
  return [
    `## ${found.title}: \`${verdict.decision}\``,
    `${count(rows)} training rows, ${count(gapRows)} of them \`${found.target} = '${found.level}'\`; ${count(holdout)} rows locked; threshold ${found.threshold} roc-auc; ${seconds.toFixed(0)} CPU s.`,
    verdict.reason,
    ...(prepared.sweep ? [sweepSentence(prepared.sweep)] : []),
    ...(await plots(found.name, done)),
    ...sections.flatMap(tablesOf),
  ].join('\n\n');
}

const HEAD = `# Verdicts on real data

Whole coverage-gap plays with boosted trees, 0/25/50/75 %, 5 folds, 3 seeds, every control arm, rows of the generator \`trees\`: what they said, whatever it was. Made by
\`npm run bench -- verdicts --write\`; the bird-strike plays with another learner are \`verisim demo\`. Adult is not part of the repository, and its case is left out where it is not
beside it. The Adult holdout is locked before the training part is thinned, so it has the class shares that the rows had.
All are judged by roc-auc, which moving the decision threshold cannot change: that arm is absent.`;

const parts: string[] = [HEAD];
for (const found of verdictCases.filter(({ name }) => options.only === undefined || name === options.only)) {
  const from = process.cpuUsage();
  const done = await played(found);
  if (done === null) continue;
  const { user, system } = process.cpuUsage(from);
  const text = await markdown(found, done, (user + system) / 1e6);
  console.log(`${text}\n`);
  parts.push(text);
  if (options.html) {
    const { verdict, sections } = done.result;
    const report = {
      title: found.title,
      question: found.gap,
      verdicts: [{ title: found.title, verdict }],
      sections,
      provenance: {},
    };
    writeFileSync(join(options.html, `${found.name}.html`), await renderHtml(report));
  }
}
if (options.write) writeFileSync(join(GUIDE, 'verdicts.md'), `${parts.join('\n\n')}\n`);
