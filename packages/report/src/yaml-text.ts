import type { Json } from '@verisim/core';

/** Characters that JSON leaves as they are and YAML 1.2 does not (5.1), or takes for line breaks in older versions. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * An object as YAML in block style, every text in double quotes as JSON writes it, which is YAML too (YAML 1.2, 1.3): no text can be
 * taken for a number, a date or markup.
 */
export function yamlText(value: { readonly [key: string]: Json }): string {
  return `${entries(value, '').join('\n')}\n`;
}

function entries(value: { readonly [key: string]: Json }, indent: string): readonly string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const name = `${indent}${/^[a-z][a-z_]*$/.test(key) ? key : scalar(key)}:`;
    if (Array.isArray(member) && member.length > 0) return [name, ...items(member, indent)];
    if (isMap(member)) return [name, ...entries(member, `${indent}  `)];
    return [`${name} ${scalar(member)}`];
  });
}

/** A list stands as far right as its key. */
function items(list: readonly Json[], indent: string): readonly string[] {
  return list.flatMap((member) => {
    if (!isMap(member)) return [`${indent}- ${scalar(member)}`];
    const [first, ...rest] = entries(member, `${indent}  `);
    return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
  });
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

function scalar(value: Json): string {
  return JSON.stringify(value).replace(UNPRINTABLE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
