import type { Faker } from '@faker-js/faker';
import type { Random } from '@verisim/core';

/** Locales, each loaded on its own: all of them would take seconds. */
const LOADERS: Readonly<Record<string, () => Promise<{ readonly faker: Faker }>>> = {
  ar: () => import('@faker-js/faker/locale/ar'),
  cs_CZ: () => import('@faker-js/faker/locale/cs_CZ'),
  da: () => import('@faker-js/faker/locale/da'),
  de: () => import('@faker-js/faker/locale/de'),
  de_AT: () => import('@faker-js/faker/locale/de_AT'),
  de_CH: () => import('@faker-js/faker/locale/de_CH'),
  en: () => import('@faker-js/faker/locale/en'),
  en_AU: () => import('@faker-js/faker/locale/en_AU'),
  en_CA: () => import('@faker-js/faker/locale/en_CA'),
  en_GB: () => import('@faker-js/faker/locale/en_GB'),
  en_IN: () => import('@faker-js/faker/locale/en_IN'),
  en_US: () => import('@faker-js/faker/locale/en_US'),
  es: () => import('@faker-js/faker/locale/es'),
  es_MX: () => import('@faker-js/faker/locale/es_MX'),
  fi: () => import('@faker-js/faker/locale/fi'),
  fr: () => import('@faker-js/faker/locale/fr'),
  fr_CA: () => import('@faker-js/faker/locale/fr_CA'),
  fr_CH: () => import('@faker-js/faker/locale/fr_CH'),
  hu: () => import('@faker-js/faker/locale/hu'),
  it: () => import('@faker-js/faker/locale/it'),
  ja: () => import('@faker-js/faker/locale/ja'),
  ko: () => import('@faker-js/faker/locale/ko'),
  nb_NO: () => import('@faker-js/faker/locale/nb_NO'),
  nl: () => import('@faker-js/faker/locale/nl'),
  pl: () => import('@faker-js/faker/locale/pl'),
  pt_BR: () => import('@faker-js/faker/locale/pt_BR'),
  pt_PT: () => import('@faker-js/faker/locale/pt_PT'),
  ro: () => import('@faker-js/faker/locale/ro'),
  ru: () => import('@faker-js/faker/locale/ru'),
  sv: () => import('@faker-js/faker/locale/sv'),
  tr: () => import('@faker-js/faker/locale/tr'),
  uk: () => import('@faker-js/faker/locale/uk'),
  zh_CN: () => import('@faker-js/faker/locale/zh_CN'),
};

/** Locales that names and addresses come in. */
export const fakerLocales: readonly string[] = Object.keys(LOADERS);

/** A faker whose chance comes from the stream that is given at the moment. */
export interface BoundFaker {
  readonly faker: Faker;
  use(random: Random): void;
}

/** The fakers of locales that rules speak of. */
export type Fakers = ReadonlyMap<string, BoundFaker>;

/** Loads the locales; names that are none are left out. */
export async function loadFakers(locales: Iterable<string>): Promise<Fakers> {
  const fakers = new Map<string, BoundFaker>();
  for (const locale of new Set(locales)) {
    if (Object.hasOwn(LOADERS, locale)) fakers.set(locale, bound((await LOADERS[locale]()).faker));
  }
  return fakers;
}

/** A faker of the same words of its own: the one that the package exports is everybody's. */
function bound(shared: Faker): BoundFaker {
  let current: Random | null = null;
  const randomizer = { next: () => current!.next(), seed: () => {} };
  const Own = shared.constructor as typeof Faker;
  const faker = new Own({ locale: [shared.rawDefinitions], randomizer });
  return {
    faker,
    use(random) {
      current = random;
    },
  };
}
