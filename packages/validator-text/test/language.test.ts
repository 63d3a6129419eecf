import { describe, expect, it } from 'vitest';
import { detectLanguage, isForeign, languages, languageValidator } from '../src/index.ts';
import { quiet, textTable } from './tables.ts';

/** Sentences of everyday life, none of them from a text that profiles were made of. */
const sentences: Readonly<Record<string, readonly string[]>> = {
  en: ['Where is the card that I ordered two weeks ago?', 'The train was late again and nobody told us why.'],
  de: [
    'Wo bleibt die Karte, die ich vor zwei Wochen bestellt habe?',
    'Der Zug war wieder zu spät und niemand hat uns gesagt, warum.',
  ],
  fr: [
    'Où est la carte que j’ai commandée il y a deux semaines ?',
    'Le train était encore en retard et personne ne nous a dit pourquoi.',
  ],
  es: ['¿Dónde está la tarjeta que pedí hace dos semanas?', 'El tren llegó tarde otra vez y nadie nos dijo por qué.'],
  it: [
    'Dov’è la carta che ho ordinato due settimane fa?',
    'Il treno era di nuovo in ritardo e nessuno ci ha detto perché.',
  ],
  pt: ['Onde está o cartão que eu pedi há duas semanas?', 'O trem atrasou de novo e ninguém nos disse por quê.'],
  nl: [
    'Waar is de kaart die ik twee weken geleden heb besteld?',
    'De trein was weer te laat en niemand vertelde ons waarom.',
  ],
  sv: [
    'Var är kortet som jag beställde för två veckor sedan?',
    'Tåget var sent igen och ingen berättade varför för oss.',
  ],
  fi: [
    'Missä on kortti, jonka tilasin kaksi viikkoa sitten?',
    'Juna oli taas myöhässä eikä kukaan kertonut meille miksi.',
  ],
  pl: [
    'Gdzie jest karta, którą zamówiłem dwa tygodnie temu?',
    'Pociąg znowu się spóźnił i nikt nam nie powiedział dlaczego.',
  ],
  cs: ['Kde je karta, kterou jsem si objednal před dvěma týdny?', 'Vlak měl zase zpoždění a nikdo nám neřekl proč.'],
  tr: ['İki hafta önce sipariş ettiğim kart nerede?', 'Tren yine geç kaldı ve kimse bize nedenini söylemedi.'],
  ro: [
    'Unde este cardul pe care l-am comandat acum două săptămâni?',
    'Trenul a întârziat din nou și nimeni nu ne-a spus de ce.',
  ],
  hu: ['Hol van a kártya, amit két hete rendeltem?', 'A vonat megint késett, és senki nem mondta meg nekünk, miért.'],
  id: [
    'Di mana kartu yang saya pesan dua minggu yang lalu?',
    'Keretanya terlambat lagi dan tidak ada yang memberi tahu kami mengapa.',
  ],
  vi: ['Thẻ mà tôi đặt hai tuần trước đang ở đâu?', 'Tàu lại đến muộn và không ai nói cho chúng tôi biết tại sao.'],
  ru: ['Где карта, которую я заказал две недели назад?', 'Поезд опять опоздал, и никто не сказал нам почему.'],
  uk: ['Де картка, яку я замовив два тижні тому?', 'Потяг знову запізнився, і ніхто не сказав нам чому.'],
  bg: ['Къде е картата, която поръчах преди две седмици?', 'Влакът пак закъсня и никой не ни каза защо.'],
  ar: ['أين البطاقة التي طلبتها قبل أسبوعين؟', 'تأخر القطار مرة أخرى ولم يخبرنا أحد لماذا.'],
  fa: ['کارتی که دو هفته پیش سفارش دادم کجاست؟', 'قطار دوباره دیر کرد و هیچ کس به ما نگفت چرا.'],
  ja: ['二週間前に注文したカードはどこですか。', '電車がまた遅れて、誰も理由を教えてくれませんでした。'],
  ko: ['2주 전에 주문한 카드는 어디에 있나요?', '기차가 또 늦었는데 아무도 이유를 말해 주지 않았어요.'],
  zh: ['我两周前订的卡在哪里？', '火车又晚点了，没有人告诉我们为什么。'],
  el: ['Πού είναι η κάρτα που παρήγγειλα πριν από δύο εβδομάδες;', 'Το τρένο άργησε πάλι.'],
  he: ['איפה הכרטיס שהזמנתי לפני שבועיים?', 'הרכבת שוב איחרה ואף אחד לא אמר לנו למה.'],
  hi: ['दो हफ्ते पहले मँगवाया गया कार्ड कहाँ है?', 'ट्रेन फिर से देर से आई।'],
  th: ['บัตรที่ฉันสั่งเมื่อสองสัปดาห์ก่อนอยู่ที่ไหน', 'รถไฟมาสายอีกแล้ว'],
};

describe('detectLanguage', () => {
  const all = Object.entries(sentences).flatMap(([language, texts]) => texts.map((text) => [language, text] as const));

  it('names no everyday sentence wrongly, and leaves few open', () => {
    const wrong = all.filter(([language, text]) => ![language, null].includes(detectLanguage(text).language));
    expect(wrong).toEqual([]);
    const open = all.filter(([, text]) => detectLanguage(text).language === null);
    expect(open.length).toBeLessThanOrEqual(0.2 * all.length);
  });

  it('knows 36 languages, and a few of one family only when it is sure', () => {
    expect(new Set(languages).size).toBe(36);
    expect(['da', null]).toContain(detectLanguage('Hvor er kortet, som jeg bestilte for to uger siden?').language);
    expect(['nb', null]).toContain(detectLanguage('Hvor er kortet som jeg bestilte for to uker siden?').language);
  });

  it('leaves what says nothing open', () => {
    for (const text of ['', '12345 !!!', 'OK', '🦩🦩🦩']) expect(detectLanguage(text).language).toBeNull();
  });

  it('is foreign only when it is sure: each everyday sentence to the others, none to its own', () => {
    expect(all.filter(([language, text]) => isForeign(text, [language]))).toEqual([]);
    const found = all.filter(([language, text]) => language !== 'en' && isForeign(text, ['en']));
    expect(found.length / (all.length - 2)).toBeGreaterThan(0.95);
  });
});

describe('the validator', () => {
  const check = (texts: readonly string[], expect: readonly string[], train?: readonly string[]) =>
    languageValidator.check(
      textTable({ text: texts }),
      { columns: [], expect, drop: true },
      train ? { train: textTable({ text: train }) } : {},
      quiet,
    );

  it('drops what is clearly in another language, and tags all', async () => {
    const verdict = await check([sentences.en[0], sentences.de[0], sentences.ja[0], 'ok'], ['en']);
    expect([...verdict.keep]).toEqual([1, 0, 0, 1]);
    expect(verdict.tags?.language).toEqual(['en', 'de', 'ja', null]);
    expect(verdict.findings[0]).toMatchObject({ rule: 'foreign-language', drops: true });
  });

  it('expects the languages of the training texts', async () => {
    const verdict = await check(
      [sentences.en[0], sentences.de[0], sentences.fr[0]],
      [],
      [...sentences.en, ...sentences.fr],
    );
    expect([...verdict.keep]).toEqual([1, 0, 1]);
    const lost = await check([sentences.en[0]], []);
    expect(lost.findings.map(({ rule }) => rule)).toEqual(['language-unchecked']);
  });
});
