import type { RowFinding, Verdict } from '@verisim/core';

/** Where two verdicts differ, as a phrase, or `null`. */
export function verdictDifference(a: Verdict, b: Verdict): string | null {
  const rows = sameMeaning(a, b);
  if (rows !== null) return rows;
  const [first, second] = [a, b].map(({ findings }) => findings.map((finding) => finding.message));
  const at = first.findIndex((message, i) => message !== second[i]);
  return at < 0 ? null : `"${first[at]}" against "${second[at]}"`;
}

/** The same, messages aside: they may name columns, levels and first rows. */
export function sameMeaning(a: Verdict, b: Verdict): string | null {
  if (a.keep.length !== b.keep.length) return `${a.keep.length} rows against ${b.keep.length}`;
  const at = a.keep.findIndex((flag, row) => flag !== b.keep[row]);
  if (at >= 0) return `row ${at} is ${a.keep[at] ? 'kept' : 'dropped'} and then ${b.keep[at] ? 'kept' : 'dropped'}`;
  const [first, second] = [a, b].map(({ findings }) => findings.map(findingText).sort());
  const found = first.findIndex((text, i) => text !== second[i]);
  if (found >= 0 || first.length !== second.length) {
    return `${first[found] ?? 'no finding more'} against ${second[found < 0 ? first.length : found] ?? 'none'}`;
  }
  return tagDifference(a, b);
}

function findingText({ rule, level, drops, rows }: RowFinding): string {
  return `"${rule}" (${level}, ${drops ? 'drops' : 'keeps'}) in rows [${Array.from(rows).join(', ')}]`;
}

function tagDifference({ tags: a = {} }: Verdict, { tags: b = {} }: Verdict): string | null {
  const names = [a, b].map((tags) => Object.keys(tags).sort().join(', '));
  if (names[0] !== names[1]) return `tags [${names[0]}] against [${names[1]}]`;
  for (const [name, values] of Object.entries(a)) {
    if (values.length !== b[name].length) return `${values.length} tags "${name}" against ${b[name].length}`;
    for (let row = 0; row < values.length; row++) {
      if (!Object.is(values[row], b[name][row]))
        return `row ${row} has "${name}" ${values[row]} and then ${b[name][row]}`;
    }
  }
  return null;
}

/** The verdict on rows in another order, from one on them as they were: row i was row `order[i]`. */
export function reorderVerdict({ keep, findings, tags }: Verdict, order: Int32Array): Verdict {
  const place = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) place[order[i]] = i;
  const moved = Object.entries(tags ?? {}).map(([name, values]) => {
    const taken = Array.from(order, (row) => values[row]);
    return [name, values instanceof Float64Array ? Float64Array.from(taken as number[]) : taken] as const;
  });
  return {
    keep: Uint8Array.from(order, (row) => keep[row]),
    findings: findings.map((finding) => ({ ...finding, rows: finding.rows.map((row) => place[row]).sort() })),
    ...(tags ? { tags: Object.fromEntries(moved) as Verdict['tags'] } : {}),
  };
}
