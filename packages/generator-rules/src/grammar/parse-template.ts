import { badValue, impossibleRange } from '../errors.ts';
import type { RuleNode } from '../rules/node.ts';
import { textOf } from '../rules/read.ts';
import { placeOf, type Spot } from '../rules/source.ts';

/** `upper`, or `plural:count`. */
export interface Filter {
  readonly name: string;
  readonly argument: string | null;
}

/** `{who=person~other*1..3|upper}`. */
export interface Slot {
  readonly name: string;
  /** The name under which what is put in can be said again. */
  readonly bind: string | null;
  /** What was bound before, whose features the choice must share. */
  readonly agree: string | null;
  readonly low: number;
  readonly high: number;
  readonly filters: readonly Filter[];
  readonly spot: Spot;
}

/** Words as they are, or a slot. */
export type TemplatePart = string | Slot;

/** Repetitions of a slot at most. */
const MOST_REPEATS = 100;

/** Names of filters, and whether they take an argument. */
const FILTERS: Readonly<Record<string, boolean>> = {
  a: false,
  upper: false,
  lower: false,
  capital: false,
  plural: true,
  sep: true,
  last: true,
};

const SLOT =
  /^(?:([\p{L}_][\p{L}\p{N}_]*)=)?([\p{L}_][\p{L}\p{N}_.-]*)(?:~([\p{L}_][\p{L}\p{N}_]*))?(?:\*(\d+)(?:\.\.(\d+))?)?$/u;

const HOW =
  'A slot is {name}, {bound=name}, {name~bound}, {name*1..3} and filters after |: {name|a}. A brace that is meant as such is doubled: {{.';

/** Reads a template. Throws `generator-rules/bad-value` for a slot that cannot be read, `generator-rules/impossible-range` for its repetitions. */
export function parseTemplate(node: RuleNode): readonly TemplatePart[] {
  const text = textOf(node, 'a template');
  const quoted = node.kind === 'scalar' && node.quoted ? 1 : 0;
  const parts: TemplatePart[] = [];
  let words = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if ((char === '{' || char === '}') && text[i + 1] === char) words += text[i++];
    else if (char !== '{' && char !== '}') words += char;
    else {
      const spot: Spot = { ...node.spot, offset: node.spot.offset + quoted + i };
      const end = text.indexOf('}', i);
      if (char === '}' || end < 0) throw badValue(placeOf(spot), `the template has a ${char} of its own`, HOW);
      if (words !== '') parts.push(words);
      words = '';
      parts.push(readSlot(text.slice(i + 1, end), spot));
      i = end;
    }
  }
  if (words !== '') parts.push(words);
  return parts;
}

function readSlot(inside: string, spot: Spot): Slot {
  const [head, ...filters] = inside.split('|');
  const match = SLOT.exec(head.trim());
  if (!match) throw badValue(placeOf(spot), `{${inside}} is no slot`, HOW);
  const [, bind = null, name, agree = null, from, to] = match;
  const low = from === undefined ? 1 : Number(from);
  const high = from === undefined ? 1 : Number(to ?? from);
  if (low > high || high > MOST_REPEATS)
    throw impossibleRange(
      placeOf(spot),
      `{${inside}} is repeated ${low} to ${high} times`,
      `Write low..high, at most ${MOST_REPEATS}.`,
    );
  return { name, bind, agree, low, high, filters: filters.map((filter) => readFilter(filter, spot)), spot };
}

function readFilter(text: string, spot: Spot): Filter {
  const cut = text.indexOf(':');
  const name = (cut < 0 ? text : text.slice(0, cut)).trim();
  const argument = cut < 0 ? null : text.slice(cut + 1);
  if (!Object.hasOwn(FILTERS, name))
    throw badValue(placeOf(spot), `there is no filter "${name}"`, `Filters: ${Object.keys(FILTERS).join(', ')}.`);
  if (argument !== null && !FILTERS[name])
    throw badValue(placeOf(spot), `the filter ${name} takes nothing after :`, `Write |${name}.`);
  if (argument === null && (name === 'sep' || name === 'last'))
    throw badValue(placeOf(spot), `the filter ${name} says nothing to put between`, `Write |${name}:, and the text.`);
  return { name, argument };
}
