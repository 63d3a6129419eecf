import { canonicalJson, type Json } from '@verisim/core';

/** In what two recipes differ, as half a sentence: `generator.version was "0.1.0" and is "0.2.0"`; at most three members are named. */
export function recipeDifference(before: Json, now: Json): string {
  const found = differences('', before, now);
  const more = found.length > 3 ? `, and ${found.length - 3} more` : '';
  return found.length === 0 ? 'the recipes are equal' : `${found.slice(0, 3).join(', ')}${more}`;
}

function differences(path: string, before: Json | undefined, now: Json | undefined): readonly string[] {
  if (isObject(before) && isObject(now)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    return names.flatMap((name) => differences(path === '' ? name : `${path}.${name}`, before[name], now[name]));
  }
  const [was, is] = [shown(before), shown(now)];
  return was === is ? [] : [`${path || 'the recipe'} was ${brief(was)} and is ${brief(is)}`];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const shown = (value: Json | undefined): string => (value === undefined ? 'not there' : canonicalJson(value));

function brief(text: string): string {
  if (text.length <= 40) return text;
  return `${text.slice(0, 17)}...${text.endsWith('"') ? '"' : ''}`;
}
