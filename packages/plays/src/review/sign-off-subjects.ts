/** What is signed. */
export type SignOffSubject = 'baseline' | 'privacy' | 'ratio' | 'play';

/** Who may sign. */
export type SignOffRole = 'lead' | 'engineer';

/** A subject, who answers for it, and which runs hold it. */
export interface SignOffRule {
  readonly subject: SignOffSubject;
  readonly role: SignOffRole;
  /** What the signer says with it. */
  readonly says: string;
  /** Tried on the name that a run was started with. */
  readonly runs: RegExp;
}

/** The ML lead signs baseline, privacy and the final ratio, the engineer the play. */
export const signOffRules: readonly SignOffRule[] = [
  { subject: 'baseline', role: 'lead', says: 'the baseline is the right one to beat', runs: /baseline/ },
  { subject: 'privacy', role: 'lead', says: 'the privacy audit is enough for this release', runs: /privacy/ },
  {
    subject: 'ratio',
    role: 'lead',
    says: 'the final ratio is the one to train with',
    runs: /sweep|coverage|demo/,
  },
  {
    subject: 'play',
    role: 'engineer',
    says: 'the play was run as planned and its verdict holds',
    runs: /play|coverage|cold|distill|demo/,
  },
];

/** The roles in words. */
export const roleNames: Readonly<Record<SignOffRole, string>> = { lead: 'ML lead', engineer: 'engineer' };
