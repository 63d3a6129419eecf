import { createContext, fit, stream } from '@verisim/core';
import { rules } from '../src/index.ts';

/** A million rows of a grammar under 5 CPU seconds, block by block in 300 MB. */
const ROWS = 1_000_000;
const MOST_SECONDS = 5;
const MOST_MEGABYTES = 300;

const RULES = `
target: intent
columns: { text: { template: start } }
grammar:
  start:
    - { text: '{hello}, I lost my {adjective} {item} {when}. {ask}', set: { intent: lost }, weight: 2 }
    - { text: '{hello}, where is my {item}? I ordered it {when}.', set: { intent: where } }
    - { text: 'Please cancel {item|a} and {item*1..2|last: and }; order {order}.', set: { intent: cancel } }
  hello: [Hello, Hi, Good morning, Dear all]
  adjective: [old, new, blue, broken, borrowed]
  item: [card, phone, umbrella, ticket, invoice, { text: mouse, plural: mice }]
  when: [today, yesterday, last week, 'in {month}']
  month: [May, June, July]
  ask: ['Can you help?', 'What now?', 'Please block it.']
  order: { pattern: '[A-Z]{2}-\\d{6}' }
`;

const ctx = createContext({ seed: 1 });
const model = await fit(rules, null, { rules: RULES }, ctx);
const before = process.cpuUsage();
let rows = 0;
for await (const block of stream(rules, model, { rows: ROWS }, ctx)) rows += block.table.rows;
const { user, system } = process.cpuUsage(before);
const seconds = (user + system) / 1e6;
const megabytes = process.resourceUsage().maxRSS / 1024;
console.table([{ rows, 'CPU s': seconds.toFixed(2), 'peak MB': megabytes.toFixed(0) }]);
if (seconds > MOST_SECONDS || megabytes > MOST_MEGABYTES) process.exitCode = 1;
