/**
 * The known name that a mistyped one most likely means, or `null` when none is near: equal but for case and punctuation, or
 * at most a third of its letters (one of two) away (Levenshtein 1966).
 */
export function closest(name: string, known: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const wanted = plain(name);
  let best: string | null = null;
  let least = (name.length < 2 ? 0 : Math.max(1, Math.floor(Math.min(name.length, 60) / 3))) + 1;
  for (const candidate of known.slice(0, 5000)) {
    const alike = wanted !== '' && plain(candidate) === wanted;
    const distance = alike ? 0 : editDistance(name.slice(0, 60), candidate.slice(0, 60));
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
