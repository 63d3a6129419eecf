import { cancel, isCancel, log, note, select, text } from '@clack/prompts';
import { cellOf, type Table } from '@verisim/core';
import type { ReviewAnswer, ReviewKey } from '@verisim/plays';
import { plain } from './printable.ts';

/** Shows row after row in a terminal and asks what the reviewer makes of it. Breaking off keeps the answers so far. */
export async function askReview(key: ReviewKey, rows: Table): Promise<readonly ReviewAnswer[]> {
  const answers: ReviewAnswer[] = [];
  log.info(
    `${rows.rows} rows, one at a time. ${key.blinded ? 'Some of them are real. ' : ''}Ctrl-C ends the review and keeps what was answered.`,
  );
  for (const [at, { id }] of key.rows.entries()) {
    note(rowText(rows, at), `row ${at + 1} of ${rows.rows}`);
    const answer = await askRow(id, key.blinded);
    if (answer === null) {
      cancel(`${answers.length} of ${rows.rows} rows were decided.`);
      break;
    }
    answers.push(answer);
  }
  return answers;
}

async function askRow(id: string, blinded: boolean): Promise<ReviewAnswer | null> {
  let looks: ReviewAnswer['looks'] = null;
  if (blinded) {
    const options = [
      { value: 'synthetic' as const, label: 'synthetic' },
      { value: 'real' as const, label: 'real' },
    ];
    const answer = await select({ message: 'Does it look real or synthetic?', options });
    if (isCancel(answer)) return null;
    looks = answer;
  }
  const options = [
    { value: 'accept' as const, label: 'accept', hint: 'I would train on it' },
    { value: 'reject' as const, label: 'reject' },
  ];
  const decision = await select({ message: 'Accept or reject?', options });
  if (isCancel(decision)) return null;
  if (decision === 'accept') return { id, decision, reason: '', looks };
  const validate = (given: string | undefined) => (given?.trim() ? undefined : 'Say what is wrong with it.');
  const reason = await text({ message: 'What is wrong with it?', validate });
  return isCancel(reason) ? null : { id, decision, reason: reason.trim(), looks };
}

function rowText({ spec, columns }: Table, row: number): string {
  const width = spec.columns.reduce((most, { name }) => Math.max(most, Math.min(30, name.length)), 0);
  return spec.columns
    .map(({ name, kind }, i) => `${plain(name).padEnd(width)}  ${cellText(kind, cellOf(columns[i], row))}`)
    .join('\n');
}

function cellText(kind: string, cell: string | number | null): string {
  if (cell === null) return '(missing)';
  if (kind === 'datetime') return new Date(cell).toISOString().replace('T00:00:00.000Z', '');
  return plain(String(cell)).slice(0, 2000);
}
