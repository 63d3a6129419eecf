/** A value of the YAML that cards use: block maps and lists, scalars as JSON writes them. */
export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Reads a block of YAML by its indentation, strictly: whatever is no block map, block list or JSON scalar throws. */
export function readYaml(text: string): Yaml {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => ({ indent: line.search(/\S/), text: line.trim() }));
  const [value, end] = block(lines, 0, 0);
  if (end !== lines.length) throw new Error(`line ${end + 1} does not belong: ${lines[end].text}`);
  return value;
}

function block(lines: readonly Line[], at: number, indent: number): [Yaml, number] {
  return lines[at].text.startsWith('- ') ? list(lines, at, indent) : map(lines, at, indent);
}

function list(lines: readonly Line[], start: number, indent: number): [Yaml, number] {
  const values: Yaml[] = [];
  const own = [...lines];
  let at = start;
  while (at < own.length && own[at].indent === indent && own[at].text.startsWith('- ')) {
    const text = own[at].text.slice(2);
    if (!KEY.test(text)) {
      values.push(JSON.parse(text) as Yaml);
      at++;
      continue;
    }
    own[at] = { indent: indent + 2, text };
    const [value, end] = map(own, at, indent + 2);
    values.push(value);
    at = end;
  }
  return [values, at];
}

const KEY = /^([a-z][a-z_]*|"(?:[^"\\]|\\.)*"):(?: (.*))?$/;

function map(lines: readonly Line[], start: number, indent: number): [Yaml, number] {
  const found = new Map<string, Yaml>();
  let at = start;
  while (at < lines.length && lines[at].indent === indent && !lines[at].text.startsWith('- ')) {
    const match = KEY.exec(lines[at].text);
    if (match === null) throw new Error(`line ${at + 1} is no key: ${lines[at].text}`);
    const key = match[1].startsWith('"') ? (JSON.parse(match[1]) as string) : match[1];
    if (found.has(key)) throw new Error(`line ${at + 1} says ${key} again`);
    if (match[2] !== undefined) {
      found.set(key, JSON.parse(match[2]) as Yaml);
      at++;
    } else {
      const [value, end] = block(lines, at + 1, lines[at + 1].indent);
      found.set(key, value);
      at = end;
    }
  }
  return [Object.fromEntries(found), at];
}
