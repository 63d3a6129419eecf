/** What a script can rely on. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** A command, option, column or input file that does not exist or does not fit. */
  usage: 2,
  /** Done, and a person should look: a decision other than `use`, a shortfall, a finding of level `error`. */
  attention: 3,
  /** SIGINT, as shells count: 128 + 2. */
  interrupted: 130,
  /** SIGTERM: 128 + 15. */
  terminated: 143,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
