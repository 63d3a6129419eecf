/** One behaviour that every plugin of a kind has: plain data and a function. */
export interface Check<S, N extends string = string> {
  /** Stable: what `exceptions` lists. */
  readonly name: N;
  /** What holds, as the name of a test. */
  readonly title: string;
  /**
   * Rejects with one sentence that says what was broken. Returns at once where what the plugin declares makes the check
   * pointless, and where another check has found the very same fault.
   */
  run(subject: S): Promise<void>;
}
