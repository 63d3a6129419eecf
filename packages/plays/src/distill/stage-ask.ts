import { type Context, forkContext, type Stage, sharedLineage, takeRows, trackedTable } from '@verisim/core';
import { orderedClasses } from '../class-order.ts';
import { badTeacher } from '../errors.ts';
import { addSection, type DistillState, type TeacherYield } from './distill-state.ts';
import { withLabels } from './labelled-rows.ts';
import { keepConsistent, votes } from './self-consistency.ts';
import type { TeacherLabels } from './teacher.ts';

/** Asks the teacher about the pool and keeps what it agrees on with itself. Locked test rows among the pool are left out unseen. */
export const stageAsk: Stage<DistillState> = {
  name: 'ask',
  title: 'Ask the teacher and keep what it agrees on with itself',
  async run(state, ctx) {
    const { plan, train, teacher, run } = state;
    const { classes } = orderedClasses(train, plan.target);
    const locked = lockedRows(state, classes, ctx);
    const answers = state.answers ?? (await ask(state, classes, locked, forkContext(ctx, 'pool')));
    if (answers.samples.length === 0) throw noAnswers(teacher.name);
    const found = votes(answers, classes.length);
    const { kept: agreed, unanswered, ...dropped } = keepConsistent(found, answers, plan);
    const kept = agreed.filter((row) => !locked.has(row));
    // A teacher that is asked here is not asked about locked rows.
    const silent = unanswered - (state.answers ? 0 : locked.size);
    const outcome: TeacherYield = { asked: state.pool.rows, locked: locked.size, kept, unanswered: silent, ...dropped };
    const labels = kept.map((row) => found.label[row]);
    const table = withLabels(takeRows(state.pool, kept), train, plan.target, { labels, classes });
    const shared = {
      origin: 'synthetic',
      generator: 'teacher',
      generator_version: teacher.name,
      run,
      depth: 1,
    } as const;
    const lineage = sharedLineage(kept.length, { ...shared, split: 'train' }, `${run}/pool/`);
    const samples = answers.samples.length;
    const next = { classes, yield: outcome, labelled: trackedTable(table, lineage) };
    const sections = addSection(state, askSection(state, outcome, samples));
    if (kept.length > 0) return { ...next, sections };
    return { ...next, sections, stopped: `${teacher.name} agrees with itself on none of ${state.pool.rows} items.` };
  },
};

/** Asks about the rows that are not locked: a locked text is not sent anywhere to be learned from. */
async function ask(
  { pool, teacher }: DistillState,
  classes: readonly string[],
  locked: ReadonlySet<number>,
  ctx: Context,
): Promise<TeacherLabels> {
  const open = Int32Array.from({ length: pool.rows }, (_, row) => row).filter((row) => !locked.has(row));
  const said = await teacher.label(takeRows(pool, open), classes, ctx);
  const place = new Int32Array(pool.rows).fill(-1);
  for (const [i, row] of open.entries()) place[row] = i;
  return {
    samples: said.samples.map((sample) => place.map((i) => (i < 0 ? -1 : sample[i]))),
    confidence: said.confidence && Float64Array.from(place, (i) => (i < 0 ? Number.NaN : said.confidence![i])),
  };
}

function noAnswers(name: string) {
  return badTeacher(
    `${name} gave no answers.`,
    'Name the columns that hold a label each: --samples first,second,third.',
  );
}

/** Pool rows that are near-unique locked rows, whatever label the teacher gave them. */
function lockedRows({ pool, train, plan, fingerprints }: DistillState, classes: readonly string[], ctx: Context) {
  const found = new Set<number>();
  for (const k of fingerprints ? classes.keys() : []) {
    ctx.signal.throwIfAborted();
    const labels = new Int32Array(pool.rows).fill(k);
    for (const row of fingerprints!.collisions(withLabels(pool, train, plan.target, { labels, classes })))
      found.add(row);
  }
  return found;
}

function askSection({ plan, teacher }: DistillState, found: TeacherYield, samples: number) {
  const { asked, locked, kept, unanswered, disagreed, unsure } = found;
  const share = asked === 0 ? 0 : kept.length / asked;
  const rows = [
    ['asked', asked],
    ['no answer', unanswered],
    [`fewer than ${percent(plan.agreement)} of ${samples} answers agree`, disagreed],
    ...(plan.confidence === undefined ? [] : [[`confidence below ${plan.confidence}`, unsure] as const]),
    ['locked test rows and near copies of their texts, left out unseen', locked],
    ['kept', kept.length],
  ];
  const text = [
    `${teacher.name} was asked ${samples} ${samples === 1 ? 'time' : 'times'} about each of ${asked.toLocaleString('en-US')} items; ${percent(share)} are kept: those on which at least ${percent(plan.agreement)} of its answers agree.`,
    ...(samples === 1
      ? ['One answer always agrees with itself: ask several times for this check to mean anything.']
      : []),
    `Licence of its outputs: ${plan.licence.licence}, confirmed by ${plan.licence.confirmedBy}.`,
  ];
  return { title: 'What the teacher agrees on', text, tables: [{ caption: 'Items', columns: ['', 'rows'], rows }] };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
