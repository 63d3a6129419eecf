import { createContext, type Json, tableHash } from '@verisim/core';
import type { ColdStartPlan, ColdStartResult, KeptColdStart } from '@verisim/plays';
import type { Report } from '@verisim/report';
import { openWorkspace, type Run, recordDataset, startRun } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { type ColdFound, coldTarget, readColdSource } from '../cold-source.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { locksIn } from '../locks.ts';
import { saySection } from '../say-section.ts';
import { optional, positiveNumber, required, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { todayOption } from '../today.ts';
import { htmlOption, writeReport } from '../write-report.ts';

const NAME = 'play cold-start';
const ROWS = 'data.parquet';

interface Order extends ColdFound {
  readonly plan: ColdStartPlan;
  readonly seed: string;
  readonly forced: readonly string[];
}

/** `verisim play cold-start`: rows without a real one, a disposable model with an expiry date, and how many real rows it takes to judge. */
export async function run(call: Call): Promise<ExitCode> {
  const { terminal, options, signal } = call;
  const html = htmlOption(options);
  const order = await readOrder(call);
  const { plan, source, seed } = order;
  const workspace = await openWorkspace('.');
  const { made, forced } = order;
  const record = await startRun(workspace, {
    name: NAME,
    plan: plan as unknown as Json,
    made,
    seed,
    forced: [...forced],
  });
  try {
    const { coldStart, recordForced } = await import('@verisim/plays');
    const { boostedTrees } = await import('@verisim/evaluator-utility');
    const learner = boostedTrees();
    const ctx = createContext({
      seed,
      signal,
      progress: ({ done, total }) => terminal.progress('making rows', done, total),
    });
    const show = (section: Report['sections'][number]) => {
      terminal.say(`\n${section.title}`);
      saySection(section, terminal);
    };
    const result = await coldStart({ plan, source, learner, run: record.id, seed, file: ROWS, show }, ctx);
    terminal.clearProgress();
    const report = reportOf(order, result);
    await recordForced(workspace, { run: record.place, play: 'cold-start', reasons: forced });
    await keep(record, report, result, order);
    if (html) await writeReport(report, html);
    const rows = { tables: { data: result.rows }, parent: null };
    await recordDataset(workspace, rows, {
      role: 'synthetic',
      run: record.place,
      file: workspace.path('runs', record.place, ROWS),
    });
    say(result, record, terminal);
    return exitCodes.done;
  } finally {
    await record.abandon();
  }
}

async function readOrder({ arguments: [file], options, signal }: Call): Promise<Order> {
  const { makeColdStartPlan, refuseRealRows } = await import('@verisim/plays');
  const number = (name: 'threshold' | 'requirement') => {
    const text = optional(options, name);
    return text === undefined ? {} : { [name]: positiveNumber(text, `--${name}`) };
  };
  const evaluation = optional(options, 'evaluationRows');
  const metric = optional(options, 'metric');
  const found = await readColdSource(file, options, signal);
  const seed = String(options.seed);
  const plan = makeColdStartPlan({
    target: await coldTarget(found.source, options, createContext({ seed, signal })),
    why: required(options, 'why', NAME, ' (what has to run before there are real rows, and why, in one sentence)'),
    expires: required(options, 'expires', NAME, ' (the last day on which the model may be used)'),
    started: todayOption(options),
    ...number('threshold'),
    ...number('requirement'),
    ...(metric !== undefined && { metric: metric as ColdStartPlan['metric'] }),
    ...(evaluation !== undefined && { evaluationRows: wholeNumber(evaluation, '--evaluation-rows', 10) }),
  });
  const [real] = await locksIn('.');
  const forced = refuseRealRows(real?.lock.source.file ?? null, options.force === true);
  return { plan, seed, forced, ...found };
}

function reportOf({ plan, made, seed, forced }: Order, { sections }: ColdStartResult): Report {
  const findings = forced.map((message) => ({ rule: 'forced', level: 'warning', message }) as const);
  return {
    title: 'A cold start',
    question: plan.why,
    ...(plan.requirement !== undefined && { requirement: `${plan.metric} ${plan.requirement}` }),
    verdicts: [],
    sections: [...sections, ...(findings.length > 0 ? [{ title: 'Passed over by --force', findings }] : [])],
    notTested: ['Anything on real rows: there are none.'],
    provenance: { seed, target: plan.target, expires: plan.expires, started: plan.started, made },
  };
}

async function keep(
  record: Run,
  report: Report,
  { rows, manifest, need }: ColdStartResult,
  order: Order,
): Promise<void> {
  const { coldStartFiles, sourceName } = await import('@verisim/plays');
  const { renderHtml, renderJson, renderMarkdown } = await import('@verisim/report');
  const { source, plan, seed, rules } = order;
  const kept: KeptColdStart = {
    plan,
    need,
    source: sourceName(source),
    columns: rows.table.spec.columns,
    rowsHash: tableHash(rows.table),
    learner: manifest.learner.name,
    seed,
  };
  await record.writeTable(ROWS, rows.table);
  await record.writeTable('data.csv', rows.table);
  await record.writeTable('lineage.parquet', rows.lineage);
  if (rules !== null) await record.writeText('rules.yaml', rules);
  await record.writeJson('model.json', manifest as unknown as Json);
  await record.writeJson(coldStartFiles.kept, kept as unknown as Json);
  await record.writeText('report.html', await renderHtml(report));
  await record.writeText('report.json', renderJson(report));
  await record.writeText('report.md', renderMarkdown(report));
  await record.finish({ disposable: true, expires: plan.expires });
}

function say({ manifest, need, rows }: ColdStartResult, { place, folder }: Run, terminal: Terminal): void {
  if (terminal.json) {
    printJson({ run: place, folder, rows: rows.table.rows, model: manifest, evaluation: need });
    return;
  }
  terminal.say(`\nrun: ${place} (verisim report ${place}); its model.json says: disposable, until ${manifest.expires}`);
  terminal.say('When real rows come: verisim replace REAL.csv');
}
