/** A kind of unsafe content. */
export type SafetyKind =
  | 'violence'
  | 'self-harm'
  | 'sexual'
  | 'hate'
  | 'weapons-and-drugs'
  | 'injection'
  | 'secret'
  | 'active-content';

/** The eight kinds. */
export const safetyKinds: readonly SafetyKind[] = [
  'violence',
  'self-harm',
  'sexual',
  'hate',
  'weapons-and-drugs',
  'injection',
  'secret',
  'active-content',
];

/** A pattern, and the words near it (60 characters either way) that make it harmless. */
export interface SafetyPattern {
  readonly kind: SafetyKind;
  readonly pattern: RegExp;
  readonly unless?: RegExp;
}

const PERSON = `(?:you|him|her|them|everyone|everybody|my (?:wife|husband|boss|neighbou?r|ex|mother|father|family|colleagues?)|people|that (?:man|woman|guy|bastard))`;
const TECHNICAL =
  /process|thread|server|task|job|signal|battery|time|program|session|daemon|kill -9|mutants?|weeds?|bacteria|virus(?:es)?\b/i;

/** What is looked for: English phrases, and forms of secrets and code that have no language. */
export const safetyPatterns: readonly SafetyPattern[] = [
  {
    kind: 'violence',
    pattern: new RegExp(String.raw`\b(?:kill|murder|stab|shoot|strangle|behead|lynch|hurt) ${PERSON}\b`, 'giu'),
    unless:
      /\b(?:movie|film|novel|game|chapter|character|would kill for|joke|don['’]t hurt|not (?:to )?hurt|never hurt|curiosity)\b/iu,
  },
  {
    kind: 'violence',
    pattern:
      /\b(?:i(?:['’]ll| will|['’]m going to)|we(?:['’]ll| will)) (?:kill|murder|shoot|stab|burn down|blow up)\b/giu,
    unless: TECHNICAL,
  },
  {
    kind: 'self-harm',
    pattern:
      /\b(?:kill(?:ing)? myself|end(?:ing)? my (?:own )?life|commit(?:ting)? suicide|want(?:ed)? to die|cut(?:ting)? myself|self[- ]harm(?:ing)?|suicidal)\b/giu,
    unless: /\b(?:hotline|helpline|prevention|support line|counsell?or|shaving|in the kitchen|dying to|squad)\b/iu,
  },
  {
    kind: 'sexual',
    pattern:
      /\b(?:porn(?:o|ographic|ography)?|hardcore sex|blow ?job|hand ?job|cum ?shot|masturbat\w+|nude (?:photos?|pics?|pictures?)|sexting|explicit sex(?:ual)?)\b/giu,
    unless:
      /\b(?:block(?:ed|ing)?|filter(?:s|ed|ing)?|policy|prohibit(?:s|ed)?|not allowed|report(?:ed|ing)?|museum|painting)\b/iu,
  },
  {
    kind: 'sexual',
    pattern:
      /\b(?:sex(?:ual(?:ly)?|ualized?|y)?|naked|nude|erotic)\b[^.!?\n]{0,40}\b(?:child(?:ren)?|minors?|kids?|underage|(?:1[0-7]|[4-9])[- ]year[- ]olds?)\b/giu,
    unless: /\b(?:abuse prevention|protect(?:ing|ion)?|report(?:ed|ing)?|education|law)\b/iu,
  },
  {
    kind: 'hate',
    pattern:
      /\b(?:all|those|these|fucking|dirty|filthy) (?:jews|muslims|christians|blacks|whites|gays|lesbians|immigrants|refugees|women|arabs|asians|gypsies|foreigners)\b[^.!?\n]{0,30}\b(?:should (?:die|be (?:killed|shot|deported|gassed))|are (?:vermin|animals|subhuman|parasites|scum|criminals|terrorists)|must (?:die|go))\b/giu,
  },
  {
    kind: 'hate',
    pattern:
      /\b(?:gas the|death to (?:all )?|exterminate (?:all )?(?:the )?)(?:jews|muslims|christians|blacks|gays|immigrants|arabs|infidels)\b/giu,
  },
  {
    kind: 'weapons-and-drugs',
    pattern:
      /\b(?:how (?:to|do i|can i)|instructions? (?:for|to)|recipe for|steps to)\b[^.!?\n]{0,40}\b(?:(?:make|build|cook|synthesi[sz]e|assemble|buy)\b[^.!?\n]{0,30}\b(?:bombs?|explosives?|pipe bomb|molotov|nerve agent|sarin|ricin|methamphetamine|meth|fentanyl|heroin|ghost gun|silencer))\b/giu,
    unless: /\b(?:bath bombs?|seed bombs?|photo ?bombs?|cocktail recipe|novel|film)\b/iu,
  },
  {
    kind: 'injection',
    pattern:
      /\b(?:ignore|disregard|forget|override) (?:all |any |the |your |my )*(?:previous|prior|above|earlier|preceding|system) (?:instructions?|prompts?|messages?|rules|directions?|text)\b|\byou are now (?:DAN|in developer mode|unrestricted|jailbroken)\b|\b(?:reveal|print|repeat|show)(?: me)? (?:your|the) (?:system|hidden|initial) (?:prompt|instructions?|message)\b/giu,
  },
  { kind: 'secret', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g },
  {
    kind: 'secret',
    pattern:
      /(?<![\w-])(?:sk-(?:proj-|ant-)?[\w-]{20,}|(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_\w{36,}|github_pat_\w{22,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{35}|glpat-[\w-]{20,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})/g,
  },
  {
    kind: 'secret',
    pattern:
      /\b(?:password|passwd|api[_ -]?key|secret|token)\b(?:\s+is|\s*[:=])\s*["']?(?=\S*\d)(?=\S*[A-Za-z])[^\s"',;]{8,}/giu,
    unless: /\b(?:example|placeholder|changeme|your[_-]?(?:password|key|token))\b/iu,
  },
  {
    kind: 'active-content',
    pattern:
      /<(?:script|iframe|object|embed)\b|\bon(?:error|load|click|mouseover)\s*=\s*["']?[a-z]|\bjavascript:\s*[a-z]|\bdata:text\/html/giu,
  },
  { kind: 'active-content', pattern: /\p{Cc}[[\]PX^_]|[\u202a-\u202e\u2066-\u2069]/gu },
];
