import type { Condition, ConditionValue } from '@verisim/core';

/** Conditions as text for `--where`, in the language that `parseWhere` reads back to the same conditions. A list without any is ''. */
export function whereText(conditions: readonly Condition[]): string {
  return conditions.map(conditionText).join(' and ');
}

function conditionText(condition: Condition): string {
  const name = nameText(condition.column);
  if ('missing' in condition) return `${name} is ${condition.missing ? '' : 'not '}missing`;
  if ('in' in condition) {
    const values = condition.in.map(valueText);
    return values.length === 1 ? `${name} = ${values[0]}` : `${name} in (${values.join(', ')})`;
  }
  const { from, to, open } = condition;
  if (from !== undefined && to !== undefined && open === undefined)
    return `${name} between ${valueText(from)} and ${valueText(to)}`;
  const bounds = [
    from !== undefined && `${name} ${open === 'from' || open === 'both' ? '>' : '>='} ${valueText(from)}`,
    to !== undefined && `${name} ${open === 'to' || open === 'both' ? '<' : '<='} ${valueText(to)}`,
  ];
  return bounds.filter((bound) => bound !== false).join(' and ');
}

const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_.$]*$/u;

function nameText(name: string): string {
  const plain = PLAIN_NAME.test(name) && !/^(?:and|in|between|is)$/i.test(name);
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

function valueText(value: ConditionValue): string {
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
}
