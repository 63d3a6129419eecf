import { createRandom, type Random } from '@verisim/core';
import { badValue, unknownName } from '../errors.ts';
import type { MapNode } from '../rules/node.ts';
import { entry, needed, spotOf, textOf } from '../rules/read.ts';
import { type Fakers, fakerLocales } from './fakers.ts';

/** Parts of faker whose words depend on nothing but chance: no clock, no addresses of images, no functions to call. */
const PARTS: readonly string[] = [
  'airline',
  'animal',
  'book',
  'color',
  'commerce',
  'company',
  'finance',
  'food',
  'hacker',
  'internet',
  'location',
  'lorem',
  'music',
  'person',
  'phone',
  'science',
  'vehicle',
  'word',
];

/** What draws the values of `fake: person.fullName`. Throws `generator-rules/unknown-name`, `generator-rules/bad-value`. */
export function readFake(map: MapNode, fakers: Fakers, usual: string): (random: Random) => string {
  const node = needed(map, 'fake');
  const name = textOf(node, 'what to make up, such as person.fullName,');
  const said = entry(map, 'locale');
  const locale = said === undefined ? usual : textOf(said, 'a locale');
  const bound = fakers.get(locale);
  if (bound === undefined) throw unknownName(spotOf(said ?? node), 'locale', locale, fakerLocales);
  const [part, method, ...more] = name.split('.');
  if (!PARTS.includes(part) || method === undefined || more.length > 0)
    throw unknownName(spotOf(node), 'thing to make up', name, [
      'person.fullName',
      'location.city',
      'internet.email',
      ...PARTS.map((one) => `${one}.*`),
    ]);
  const module = bound.faker[part as 'person'] as unknown as Readonly<Record<string, unknown>>;
  const known = Object.keys(module).filter((key) => typeof module[key] === 'function');
  if (!known.includes(method))
    throw unknownName(
      spotOf(node),
      'thing to make up',
      name,
      known.map((key) => `${part}.${key}`),
    );
  const call = module[method] as () => unknown;
  const make = (random: Random): string => {
    bound.use(random);
    return String(call.call(module));
  };
  try {
    make(createRandom('trial'));
  } catch (error) {
    throw badValue(
      spotOf(node),
      `${name} has no values in ${locale}: ${(error as Error).message.split('\n')[0]}`,
      'Take another locale.',
    );
  }
  return make;
}
