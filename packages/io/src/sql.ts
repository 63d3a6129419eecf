/** A SQL identifier, quoted. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A SQL string literal. Not for text with a NUL character, which the SQL parser ends at. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * SQL for whether a text is one of a few. Not `IN`, which DuckDB may turn into a join, and a join does not keep the order of
 * rows. NULL for NULL.
 */
export const sqlOneOf = (cell: string, texts: readonly string[]): string =>
  `list_contains([${texts.map(sqlText).join(', ')}], ${cell})`;

/** An absolute path as a literal for DuckDB's readers, which would otherwise take `*`, `?` and `[` for a pattern. */
export const sqlPath = (path: string): string => sqlText(path.replace(/[*?[]/g, (sign) => `[${sign}]`));

/** SQL that prints a DOUBLE in the shortest way that reads back the same, whole numbers without a fraction. */
export const sqlNumberText = (value: string): string =>
  `CASE WHEN abs(${value}) <= 9007199254740991 AND ${value} = trunc(${value}) THEN ${value}::BIGINT::VARCHAR ELSE ${value}::VARCHAR END`;

/**
 * SQL for a text that is to be fetched: the native module drops a byte order mark that a text begins with, so that something
 * must stand before it. {@link unguarded} takes it off.
 */
export const sqlGuarded = (cell: string): string => `('.' || ${cell})`;

/** The text that {@link sqlGuarded} SQL fetched. */
export const unguarded = (fetched: unknown): string | null => (fetched === null ? null : String(fetched).slice(1));
