import { readFileSync } from 'node:fs';
import { createRandom, shuffle } from '@verisim/core';
export interface Row { text: string; label: string }
function csv(path: string): Row[] {
  const t = readFileSync(path, 'utf8'); const out: Row[] = [];
  const re = /(?:"((?:[^"]|"")*)"|([^,\n]*)),([^\n]*)\n/g;
  for (const m of t.matchAll(re)) out.push({ text: (m[1] ?? m[2]).replaceAll('""', '"').trim(), label: m[3].trim() });
  return out.slice(1);
}
const cache = new Map<string, Row[]>();
export const load = (n: string, part: string) => { const k = n + part; if (!cache.has(k)) cache.set(k, csv(`/work/shared/text/${n}/${part}.csv`)); return cache.get(k)!; };
export const SETS: Record<string, [string, string[]]> = {
  A: ['banking77', ['card_arrival','lost_or_stolen_card','declined_card_payment','transfer_not_received_by_recipient','request_refund']],
  B: ['banking77', ['pending_transfer','transfer_not_received_by_recipient','failed_transfer','transfer_timing','declined_transfer']],
  // development sets: other classes
  C: ['banking77', ['card_payment_fee_charged','extra_charge_on_statement','card_payment_wrong_exchange_rate','cash_withdrawal_charge','transfer_fee_charged']],
  D: ['banking77', ['top_up_failed','top_up_reverted','pending_top_up','automatic_top_up','verify_top_up']],
  E: ['banking77', ['verify_my_identity','why_verify_identity','unable_to_verify_identity','verify_source_of_funds','edit_personal_details']],
  F: ['banking77', ['pending_cash_withdrawal','wrong_amount_of_cash_received','cash_withdrawal_not_recognised','wrong_exchange_rate_for_cash_withdrawal','declined_cash_withdrawal']],
  G: ['banking77', ['pending_card_payment','reverted_card_payment?','card_payment_not_recognised','transaction_charged_twice','direct_debit_payment_not_recognised']],
  H: ['banking77', ['exchange_rate','exchange_via_app','exchange_charge','fiat_currency_support','country_support']],
  I: ['clinc150', ['transfer','pay_bill','bill_balance','bill_due','balance']],
  J: ['clinc150', ['report_lost_card','damaged_card','card_declined','replacement_card_duration','report_fraud']],
};
const SIZES = [120, 80, 55, 30, 15];
export function loadSet(set: string, seed: number) {
  const [data, names] = SETS[set];
  const r = createRandom(`tickets ${set} ${seed}`);
  const sizes = shuffle(SIZES.slice(), r);
  const all = names.map((n) => shuffle(load(data, 'train').filter((x) => x.label === n), r));
  let train = names.flatMap((_, k) => all[k].slice(0, Math.min(sizes[k], all[k].length)));
  // dev sets: shuffle as rows of train; test = official test
  train = shuffle(train, r);
  const test = load(data, 'test').filter((x) => names.includes(x.label));
  return { train, test, names, sizes, spare: names.map((_, k) => all[k].slice(sizes[k])) };
}
export function macroF1(pred: number[], truth: number[], k: number) {
  let sum = 0;
  for (let c = 0; c < k; c++) { let tp=0,fp=0,fn=0; pred.forEach((p,i)=>{ if(p===c&&truth[i]===c)tp++; else if(p===c)fp++; else if(truth[i]===c)fn++; }); sum += tp===0?0:2*tp/(2*tp+fp+fn); }
  return sum / k;
}
