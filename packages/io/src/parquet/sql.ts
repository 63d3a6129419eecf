const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** An absolute path as a literal for DuckDB's readers, which would otherwise take `*`, `?` and `[` for a pattern. */
export const sqlPath = (path: string): string => sqlText(path.replace(/[*?[]/g, (sign) => `[${sign}]`));

/**
 * SQL for a text that is to be fetched: the native module drops a byte order mark that a text begins with, so that something
 * must stand before it. {@link unguarded} takes it off.
 */
export const sqlGuarded = (cell: string): string => `('.' || ${cell})`;

/** The text that {@link sqlGuarded} SQL fetched. */
export const unguarded = (fetched: unknown): string | null => (fetched === null ? null : String(fetched).slice(1));
