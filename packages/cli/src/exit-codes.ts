/** What a script can rely on. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Done, and a person should look: a decision other than `use`, a shortfall, something overdue. */
  attention: 3,
  interrupted: 130,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
