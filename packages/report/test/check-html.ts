const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);

/** What is wrong with the nesting of a document's tags, and the tags it has: a small reader for our own output. */
export function checkHtml(html: string): { readonly faults: readonly string[]; readonly tags: readonly string[] } {
  const faults: string[] = [];
  const tags: string[] = [];
  const open: string[] = [];
  const body = html.replace(/<!DOCTYPE html>/, '').replace(/<style>[\s\S]*?<\/style>/, '<style></style>');
  for (const match of body.matchAll(/<(\/?)([^\s/>]*)((?:"[^"]*"|[^">])*)>|</g)) {
    const [whole, closing, name, rest] = match;
    if (name === undefined || !/^[a-zA-Z][a-zA-Z0-9]*$/.test(name)) faults.push(`stray ${whole} at ${match.index}`);
    else if (closing) {
      const expected = open.pop();
      if (expected !== name) faults.push(`</${name}> closes <${expected}> at ${match.index}`);
    } else {
      tags.push(whole);
      if (!rest.endsWith('/') && !VOID.has(name)) open.push(name);
    }
  }
  return { faults: [...faults, ...open.map((name) => `<${name}> stays open`)], tags };
}
