/** Splits `folder/file.sqlite#table` into the file and the table; `null` where none is named. */
export function splitSqliteLocation(location: string): { readonly path: string; readonly table: string | null } {
  const found = /^(.*?\.(?:sqlite3?|db))#(.*)$/is.exec(location);
  if (found === null) return { path: location, table: null };
  return { path: found[1], table: found[2] === '' ? null : found[2] };
}
