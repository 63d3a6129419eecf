import { createTable, type Table } from '@verisim/core';

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  late: [
    'My parcel was due on Monday and it is still not here.',
    'Where is my order? It should have come last week.',
    'The parcel has been stuck at the depot for five days now.',
    "I ordered a lamp two weeks ago and it hasn't arrived yet.",
    'When will my order come? The page says it was sent on Friday.',
    'Still waiting for my parcel, any news?',
    'It said two days and now it is the sixth day.',
    'The courier never came although I was at home all day.',
    'Has my order been sent at all? I have heard nothing.',
    'My delivery is late again, what is going on?',
  ],
  broken: [
    'The lamp came with a broken switch.',
    'My order arrived but the glass is cracked.',
    'I opened the parcel and the handle was snapped off.',
    'One of the two plates is in pieces.',
    'The switch of the lamp does not work, it came like that.',
    'There is a big scratch on the table I received today.',
    'It arrived damaged, the box was crushed on one side.',
    'The screen is cracked, can you send me a new one?',
  ],
  refund: [
    'I sent the lamp back, when do I get my money?',
    'My refund has not shown up on my account yet.',
    'How do I return an order and get my money back?',
    'I would like a refund for the plates please.',
    'You took the money twice, please pay one back.',
    'I cancelled on Friday and still wait for the refund.',
  ],
};

/** 24 texts of three labels, one of them without any, beside a column that texts say nothing of. */
export function tickets(): Table {
  const rows = Object.entries(TEXTS).flatMap(([label, texts]) => texts.map((text) => ({ label, text })));
  const levels = [...Object.keys(TEXTS), 'praise'];
  return createTable(
    [
      { name: 'text', kind: 'text', nullable: false, role: 'feature' },
      { name: 'topic', kind: 'category', nullable: false, role: 'target', levels },
    ],
    [
      { storage: 'text', values: rows.map(({ text }) => text) },
      { storage: 'coded', codes: Int32Array.from(rows, ({ label }) => levels.indexOf(label)), levels },
    ],
  );
}
