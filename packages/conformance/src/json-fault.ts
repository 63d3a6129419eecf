/**
 * What keeps a value from surviving `JSON.parse(JSON.stringify(value))`, as a phrase with its path, or `null`. Members that
 * are `undefined` count as left out.
 */
export function jsonFault(value: unknown, path = 'it', seen: readonly unknown[] = []): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path} is ${value}`;
  if (typeof value !== 'object')
    return `${path} is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}`;
  if (seen.includes(value)) return `${path} holds itself`;
  const inside = [...seen, value];
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const fault = jsonFault(item, `${path}[${i}]`, inside);
      if (fault !== null) return fault;
    }
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${path} is a ${value.constructor?.name ?? 'class'}`;
  for (const [key, member] of Object.entries(value)) {
    const fault = member === undefined ? null : jsonFault(member, `${path}.${key}`, inside);
    if (fault !== null) return fault;
  }
  return null;
}
