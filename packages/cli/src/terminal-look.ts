/** What decides how output looks. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
  /** Whether the stream goes to a window, and how wide that says it is. */
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/** Wide enough for any table of ours: what is piped is not cut. */
const PIPED_WIDTH = 100_000;
const NARROWEST = 20;
const WIDEST = 120;

/** Colours: `--no-color`, then NO_COLOR, then FORCE_COLOR (0 = off), then a window that is not dumb. */
export function wantsColor({ env, args, isTTY }: Surroundings): boolean {
  if (args.includes('--no-color') || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return !/^(0|false)$/i.test(env.FORCE_COLOR);
  return isTTY && env.TERM !== 'dumb';
}

/** Columns for text and tables: COLUMNS, then the window, 20 to 120; without either, as wide as the table is. */
export function widthOf({ env, isTTY, columns }: Surroundings): number {
  const said = Number(env.COLUMNS);
  const width = Number.isInteger(said) && said > 0 ? said : isTTY ? columns || 80 : PIPED_WIDTH;
  return width === PIPED_WIDTH ? width : Math.max(NARROWEST, Math.min(width, WIDEST));
}
