/** What no tracked and no published file may hold: a registry host, a path of one machine, something that looks like a key. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['names a package registry', /(registry\.[a-z0-9-]+\.[a-z]{2,}|tarball: ?http|"resolved": ?"http)/i],
  [
    'holds an absolute path of one machine',
    /(?:^|[\s'"`(=:])(\/(?:home|root|work|farm|Users|private|tmp)\/[\w.-]+|[A-Z]:\\\\?Users)/m,
  ],
  ['holds a private key', /(-----BEGIN [A-Z ]*PRIVATE KEY-----)/],
  [
    'holds what looks like an access token',
    /\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|npm_[A-Za-z0-9]{36}|sk-[A-Za-z0-9_-]{32,}|xox[abp]-[A-Za-z0-9-]{20,})\b/,
  ],
];

/** What is forbidden in a text, as sentences without a subject; empty when nothing is. Binary files are not read. */
export function forbiddenText(text: string): readonly string[] {
  if (text.includes('\0')) return [];
  return FORBIDDEN.flatMap(([what, pattern]) => {
    const found = pattern.exec(text);
    return found ? [`${what} (${shortened(found[1] ?? '')})`] : [];
  });
}

/** Enough to find it, too little to use it. */
function shortened(found: string): string {
  return found.length > 24 ? `${found.slice(0, 16)}...` : found;
}
