import { type Context, cellOf, check, columnOf, createContext, type Table } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import type { ReviewAnswer, ReviewKey, ReviewOutcome, SpotCheck } from '@verisim/plays';
import { openWorkspace, type Workspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { badLineage, missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { plain } from '../printable.ts';
import { type Inputs, readInputs } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional, required, wholeNumber } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';

/** `verisim review`: rows for a person to accept or reject, on a sheet or in the terminal; the answers go to the ledger. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  const from = optional(options, 'from');
  const by = optional(options, 'by');
  if (from !== undefined) {
    if (by === undefined) throw missingOption('--by (who looked at the rows)', 'review');
    return readBack(from, by, options, terminal);
  }
  if (file === undefined) throw missingOption('a file of synthetic rows, or --from with a sheet filled in', 'review');
  const out = optional(options, 'out');
  const asks = out === undefined && Boolean(process.stdin.isTTY && process.stdout.isTTY) && !terminal.json;
  if (out === undefined && !asks) throw missingOption('--out (this is not a terminal, so it cannot ask)', 'review');
  if (asks && by === undefined) throw missingOption('--by (who looks at the rows)', 'review');
  const real = required(options, 'real', 'review');
  const target = optional(options, 'target');
  const inputs = await readInputs(
    { real, synthetic: file, target, settings: readOptionsOf(options) },
    terminal,
    signal,
  );
  const workspace = await openWorkspace('.');
  const key = await draw(inputs, options, terminal, signal);
  const { keepReviewKey, reviewedRows, reviewSheet } = await import('@verisim/plays');
  await keepReviewKey(workspace, key);
  const rows = reviewedRows(key, inputs.synthetic, inputs.real);
  if (out !== undefined) {
    await writeTable(reviewSheet(key, rows), out);
    sayDrawn(key, out, terminal);
    return exitCodes.done;
  }
  const { askReview } = await import('../review-questions.ts');
  return record(workspace, key, await askReview(key, rows), { by: by! }, options, terminal);
}

async function draw(
  inputs: Inputs,
  options: Call['options'],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ReviewKey> {
  const progress = ({ done, total, note = 'drawing rows' }: { done: number; total?: number; note?: string }) =>
    terminal.progress(note, done, total);
  const ctx = createContext({ seed: String(options.seed), signal, progress });
  const { drawReview } = await import('@verisim/plays');
  const [, { file: name, hash }] = inputs.reports;
  const key = await drawReview(
    {
      real: inputs.real,
      synthetic: inputs.synthetic,
      target: optional(options, 'target'),
      tags: await tagsOf(inputs, ctx),
      count: wholeNumber(String(options.rows), '--rows', 1),
      blinded: Boolean(options.blind),
      file: { name, hash },
    },
    ctx,
  );
  terminal.clearProgress();
  return key;
}

/** What the table validators say of each row. */
async function tagsOf({ real, synthetic }: Inputs, ctx: Context): Promise<readonly (string | null)[]> {
  const { tableValidators } = await import('@verisim/validator-table');
  const { findings } = await check(synthetic, tableValidators, { train: real }, ctx);
  const tags = new Array<string | null>(synthetic.rows).fill(null);
  for (const { rule, level, rows } of findings) if (level !== 'info') for (const row of rows) tags[row] ??= rule;
  return tags;
}

function sayDrawn(key: ReviewKey, out: string, terminal: Terminal): void {
  if (terminal.json) {
    printJson({ review: key.review, sheet: out, rows: key.rows.length, blinded: key.blinded });
    return;
  }
  const looks = key.blinded ? ', real or synthetic into review:looks' : '';
  terminal.say(
    `${out}: ${key.rows.length} rows to look at. Write accept or reject into review:decision${looks}, and for each reject why into review:reason.`,
  );
  terminal.say(`Then: verisim review --from ${out} --by "YOUR NAME"`);
}

async function readBack(from: string, by: string, options: Call['options'], terminal: Terminal): Promise<ExitCode> {
  const { readAnswers, readReviewKey } = await import('@verisim/plays');
  const { table, report } = await readTable(from);
  const answers = readAnswers(table);
  const workspace = await openWorkspace('.');
  const key = await readReviewKey(workspace, answers[0]?.id ?? '');
  return record(workspace, key, answers, { by, sheetHash: report.hash }, options, terminal);
}

async function record(
  workspace: Workspace,
  key: ReviewKey,
  answers: readonly ReviewAnswer[],
  who: { readonly by: string; readonly sheetHash?: string },
  options: Call['options'],
  terminal: Terminal,
): Promise<ExitCode> {
  const { recordSpotCheck, reviewOutcome, reviewStops } = await import('@verisim/plays');
  const lineage = optional(options, 'lineage');
  const judge = lineage === undefined ? undefined : judged((await readTable(lineage)).table, lineage);
  const outcome = reviewOutcome(key, answers, judge);
  const checked = await recordSpotCheck(workspace, key, outcome, who);
  await sayOutcome(key, answers, checked, terminal);
  return reviewStops([checked]).length > 0 ? exitCodes.attention : exitCodes.done;
}

const KEPT = /^(accept|keep|pass|ok|yes|true|good|1)/i;
const DROPPED = /^(reject|drop|fail|no|false|bad|0)/i;

/** A judge's verdicts from a lineage table: one row per synthetic row, in their order. */
function judged(table: Table, file: string): readonly (boolean | null)[] {
  if (!table.spec.columns.some(({ name }) => name === 'judge')) throw badLineage(file);
  const column = columnOf(table, 'judge');
  return Array.from({ length: table.rows }, (_, row) => {
    const text = String(cellOf(column, row) ?? '');
    if (KEPT.test(text)) return true;
    return DROPPED.test(text) ? false : null;
  });
}

async function sayOutcome(
  key: ReviewKey,
  answers: readonly ReviewAnswer[],
  checked: SpotCheck,
  terminal: Terminal,
): Promise<void> {
  const { reviewFindings, reviewSentences, spotCheckSection } = await import('@verisim/plays');
  const outcome: ReviewOutcome = checked;
  if (terminal.json) {
    printJson({ ...checked, findings: reviewFindings(outcome) });
    return;
  }
  for (const table of spotCheckSection([checked]).tables ?? []) sayTable(table, terminal);
  const given = new Map(answers.map((answer) => [answer.id, answer]));
  const rows = key.rows.flatMap(({ id, part, why }) =>
    part === 'worst' ? [[id, given.get(id)?.decision ?? 'undecided', why]] : [],
  );
  if (rows.length > 0)
    sayTable({ caption: 'Worst rows', columns: ['row', 'decision', 'why it was shown'], rows }, terminal);
  for (const sentence of reviewSentences(outcome)) terminal.say(plain(`\n${checked.by}: ${sentence}`).trim());
  for (const { level, message } of reviewFindings(outcome)) terminal.say(`\n${level}: ${plain(message)}`);
  terminal.say(`\nKept in the ledger: ${checked.by} on review ${key.review}.`);
}
