/** A fault of form that a text can have. */
export interface FormatRule {
  readonly rule: string;
  readonly says: string;
  readonly test: (text: string) => boolean;
}

const MODEL_TALK =
  /\bas an? (?:ai|artificial intelligence|large language model|language model)\b|\bi(?:['’]m| am) (?:just )?an? (?:ai|language model)\b|\bi(?:['’]m| am) sorry,? but i (?:can['’]?t|cannot|am unable|am not able)\b|\bi (?:cannot|can['’]t) (?:assist|help|comply) with (?:that|this)\b|^(?:sure|certainly|of course|absolutely)[!,.][^\n]{0,40}\bhere(?:['’]s| is| are)\b|^here (?:are|is) (?:\d+|a few|some|another|the|an?) [^\n]{0,60}:\s|\bmy (?:knowledge cutoff|training data)\b/iu;
const PLACEHOLDER =
  /\{\{[^{}\n]{1,60}\}\}|\[(?:insert|your|enter|add|name|company|customer|date|amount|order|placeholder|city|product|phone|email)\b[^\]\n]{0,40}\]|<(?:insert|your|name|placeholder|company|customer)\b[^>\n]{0,40}>|\blorem ipsum\b/iu;
const UNFINISHED = /\b(?:X{4,}|TODO|TBD|FIXME)\b/u;
const CHAT_MARK =
  /<\|[a-z_]{2,20}\|>|\[\/?INST\]|<<\/?SYS>>|^#{2,3} ?(?:Instruction|Response|Input|Human|Assistant)\b|^(?:Assistant|User|Human|System|AI|Bot)\s?:/imu;
/** UTF-8 read as Windows-1252, as in "donâ€™t" and "cafÃ©". */
const MOJIBAKE = /â€|[ÃÂ][\u00a0-\u00bf]|ï»¿/u;
const BROKEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/u;

/** Faults of form, each tested by itself. English phrases; what is not listed is not found. */
export const formatRules: readonly FormatRule[] = [
  { rule: 'blank-text', says: 'are blank', test: (text) => text.trim() === '' },
  {
    rule: 'broken-characters',
    says: 'hold control characters, halves of characters or the sign for unreadable ones',
    test: (text) => BROKEN.test(text),
  },
  { rule: 'wrong-encoding', says: 'hold UTF-8 that was read as another encoding', test: (text) => MOJIBAKE.test(text) },
  {
    rule: 'model-talk',
    says: 'hold talk of a model about itself or its answer',
    test: (text) => MODEL_TALK.test(text),
  },
  {
    rule: 'placeholder',
    says: 'hold a placeholder that nobody filled in',
    test: (text) => PLACEHOLDER.test(text) || UNFINISHED.test(text),
  },
  {
    rule: 'chat-marks',
    says: 'hold marks of a chat template or names of its roles',
    test: (text) => CHAT_MARK.test(text),
  },
  {
    rule: 'open-fence',
    says: 'open a code block that is not closed',
    test: (text) => (text.match(/^\s*```/gm)?.length ?? 0) % 2 === 1,
  },
  { rule: 'word-loop', says: 'say the same words over and over', test: hasLoop },
];

/** Places in a row at which the words repeat themselves, and the longest period looked for. */
const LEAST_REPEATS = 4;
const LONGEST_PERIOD = 12;

/** Whether one to twelve words stand there five times in a row (of a single word seven times: "very very very ..." is speech). */
function hasLoop(text: string): boolean {
  const words = text.toLowerCase().split(/\s+/u);
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    let run = 0;
    for (let i = period; i < words.length; i++) {
      run = words[i] !== '' && words[i] === words[i - period] ? run + 1 : 0;
      if (run >= (period === 1 ? 6 : LEAST_REPEATS * period)) return true;
    }
  }
  return false;
}
