import type { Finding } from '@verisim/core';
import type { ReportSection } from '@verisim/report';
import type { Workspace } from '@verisim/workspace';
import { roleNames, type SignOffSubject, signOffRules } from './sign-off-subjects.ts';
import { type SignOff, signOffs } from './sign-offs.ts';

/** The run in which each subject is found; `null` = there is no such run yet; a subject that is left out is not asked for. */
export type SignedRuns = Readonly<Partial<Record<SignOffSubject, string | null>>>;

/** Where one subject stands. */
export interface SignOffState {
  readonly subject: SignOffSubject;
  /** Who has to sign. */
  readonly role: string;
  readonly run: string | null;
  readonly state: 'signed' | 'missing' | 'stale' | 'no run';
  /** The last signature that counts, or the last stale one. */
  readonly signOff: SignOff | null;
}

/** Where each subject that is asked for stands, in the order of the rules. */
export async function signOffStates(workspace: Workspace, runs: SignedRuns): Promise<readonly SignOffState[]> {
  const all = await signOffs(workspace);
  return signOffRules.flatMap(({ subject, role }): SignOffState[] => {
    const run = runs[subject];
    if (run === undefined) return [];
    const own = all.filter((signature) => signature.run === run && signature.as === subject);
    const signOff = own.findLast(({ stale }) => stale.length === 0) ?? own.at(-1) ?? null;
    const signed = signOff === null ? ('missing' as const) : signOff.stale.length > 0 ? 'stale' : 'signed';
    return [{ subject, role: roleNames[role], run, state: run === null ? 'no run' : signed, signOff }];
  });
}

/** The title of {@link signOffSection}. */
export const SIGNATURES = 'Who validated what';

/** The part of a report that says who validated what, and what nobody has. */
export async function signOffSection(workspace: Workspace, runs: SignedRuns): Promise<ReportSection> {
  const states = await signOffStates(workspace, runs);
  const rows = states.map(({ subject, role, run, state, signOff }) => [
    subject,
    role,
    run ?? 'none',
    state === 'missing' || state === 'no run' ? 'nobody' : signOff!.name,
    signOff?.time.slice(0, 10) ?? '',
    signOff?.manifestHash.slice(0, 16) ?? '',
    state,
  ]);
  return {
    title: SIGNATURES,
    text: [
      'As the ledger had it when this was written; verisim status shows it as it is now. A signature holds for the files that were seen, by hash.',
    ],
    tables: [
      {
        caption: 'Signatures',
        columns: ['what', 'to be signed by', 'run', 'signed by', 'on', 'hash seen', 'state'],
        rows,
      },
    ],
    findings: states.flatMap(signOffFinding),
  };
}

function signOffFinding({ subject, role, run, state, signOff }: SignOffState): readonly Finding[] {
  if (state === 'signed') return [];
  if (state === 'stale')
    return [
      {
        rule: 'signature-stale',
        level: 'error',
        message: `${signOff!.name} signed the ${subject} of ${run}, which was changed since: ${signOff!.stale.join(' ')}`,
      },
    ];
  const what =
    state === 'no run'
      ? `Nobody has validated the ${subject}: there is no such run yet.`
      : `Nobody has validated the ${subject}: the ${role} signs it with verisim sign ${run} --as ${subject}.`;
  return [{ rule: 'not-signed', level: 'warning', message: what }];
}
