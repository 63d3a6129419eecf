/** Words that begin with a vowel letter and not its sound, and the other way round. */
const CONSONANT_SOUND = /^(?:uni(?!n|m)|use|usu|uti|ute|eu|ewe|one\b|once\b|ub?iq)/i;
const VOWEL_SOUND = /^(?:hou?r|honest|honou?r|heir|8|11\b|18\b)/i;
/** Letters whose names begin with a vowel sound, said one by one: an FBI agent, a USB stick. */
const SPELT = /^(?:[AEFHILMNORSX])(?:[A-Z0-9]{1,4}\b|\b)/;
const SPELT_OTHER = /^[BCDGJKPQTUVWYZ](?:[A-Z0-9]{1,4}\b|\b)/;

/** A noun phrase with the article its first sound calls for: an apple, a user, an hour, an MRI. */
export function withArticle(phrase: string): string {
  const first = phrase.replace(/^[^\p{L}\p{N}]+/u, '');
  const spelt = /^[A-Z][A-Z0-9]*\b/.test(first) && !/^[A-Z]{6,}/.test(first);
  const an = spelt
    ? SPELT.test(first) && !SPELT_OTHER.test(first)
    : VOWEL_SOUND.test(first) || (/^[aeiouàâäéèêëîïôöùûü]/i.test(first) && !CONSONANT_SOUND.test(first));
  return `${an ? 'an' : 'a'} ${phrase}`;
}

const IRREGULAR: Readonly<Record<string, string>> = {
  child: 'children',
  foot: 'feet',
  goose: 'geese',
  man: 'men',
  mouse: 'mice',
  person: 'people',
  tooth: 'teeth',
  woman: 'women',
  ox: 'oxen',
  datum: 'data',
  criterion: 'criteria',
  analysis: 'analyses',
  basis: 'bases',
  crisis: 'crises',
  half: 'halves',
  knife: 'knives',
  life: 'lives',
  leaf: 'leaves',
  loaf: 'loaves',
  self: 'selves',
  shelf: 'shelves',
  thief: 'thieves',
  wife: 'wives',
  wolf: 'wolves',
  potato: 'potatoes',
  tomato: 'tomatoes',
  hero: 'heroes',
  echo: 'echoes',
};
const UNCHANGED = new Set([
  'aircraft',
  'deer',
  'fish',
  'information',
  'luggage',
  'money',
  'series',
  'sheep',
  'species',
  'news',
]);

/** The plural of an English noun or of a phrase that ends in one; what is irregular beyond a short list says its own (`plural:`). */
export function pluralOf(phrase: string): string {
  const match = /^(.*?)(\p{L}+)$/su.exec(phrase);
  if (!match) return `${phrase}s`;
  const [, before, noun] = match;
  const lower = noun.toLowerCase();
  if (UNCHANGED.has(lower)) return phrase;
  const known = Object.hasOwn(IRREGULAR, lower) ? IRREGULAR[lower] : null;
  if (known !== null) return before + (noun[0] === lower[0] ? known : known[0].toUpperCase() + known.slice(1));
  if (/(?:s|x|z|ch|sh)$/i.test(noun)) return `${before}${noun}es`;
  if (/[^aeiou]y$/i.test(noun)) return `${before}${noun.slice(0, -1)}ies`;
  return `${before}${noun}s`;
}

/** The first letter as a capital. */
export function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
