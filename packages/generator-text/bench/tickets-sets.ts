import {
  type CodedColumn,
  columnOf,
  createRandom,
  createTable,
  type Random,
  rowsThat,
  shuffle,
  type Table,
  takeRows,
} from '@verisim/core';
import { readTable } from '@verisim/io';

/** Five topics of a corpus. */
export interface TicketSet {
  readonly corpus: string;
  readonly topics: readonly string[];
}

/** Sets A and B are those that are reported; settings were chosen on the others, whose topics are not among theirs. */
export const ticketSets: Readonly<Record<string, TicketSet>> = {
  A: banking(
    'card_arrival lost_or_stolen_card declined_card_payment transfer_not_received_by_recipient request_refund',
  ),
  B: banking('pending_transfer transfer_not_received_by_recipient failed_transfer transfer_timing declined_transfer'),
  C: banking(
    'card_payment_fee_charged extra_charge_on_statement card_payment_wrong_exchange_rate cash_withdrawal_charge transfer_fee_charged',
  ),
  D: banking('top_up_failed top_up_reverted pending_top_up automatic_top_up verify_top_up'),
  E: banking(
    'verify_my_identity why_verify_identity unable_to_verify_identity verify_source_of_funds edit_personal_details',
  ),
  F: banking(
    'pending_cash_withdrawal wrong_amount_of_cash_received cash_withdrawal_not_recognised wrong_exchange_rate_for_cash_withdrawal declined_cash_withdrawal',
  ),
  G: banking(
    'pending_card_payment reverted_card_payment? card_payment_not_recognised transaction_charged_twice direct_debit_payment_not_recognised',
  ),
  H: banking('exchange_rate exchange_via_app exchange_charge fiat_currency_support country_support'),
  I: { corpus: 'clinc150', topics: ['transfer', 'pay_bill', 'bill_balance', 'bill_due', 'balance'] },
  J: {
    corpus: 'clinc150',
    topics: ['report_lost_card', 'damaged_card', 'card_declined', 'replacement_card_duration', 'report_fraud'],
  },
  // Confusable: topics of which a nearest-centroid classifier of word 1-2-grams, two folds of the training rows, takes one for another most often.
  K: banking(
    'disposable_card_limits get_disposable_virtual_card getting_virtual_card virtual_card_not_working getting_spare_card',
  ),
  L: banking('verify_my_identity why_verify_identity unable_to_verify_identity age_limit terminate_account'),
  M: banking(
    'card_payment_wrong_exchange_rate exchange_rate wrong_exchange_rate_for_cash_withdrawal exchange_charge exchange_via_app',
  ),
  N: banking('top_up_failed top_up_reverted pending_top_up topping_up_by_card transfer_into_account'),
  O: banking('atm_support card_acceptance card_not_working declined_cash_withdrawal pending_cash_withdrawal'),
  P: banking(
    'card_payment_not_recognised direct_debit_payment_not_recognised extra_charge_on_statement card_payment_fee_charged transfer_fee_charged',
  ),
  Q: { corpus: 'clinc150', topics: 'todo_list todo_list_update shopping_list_update shopping_list order'.split(' ') },
  R: {
    corpus: 'clinc150',
    topics: 'current_location share_location where_are_you_from how_old_are_you calculator'.split(' '),
  },
  S: { corpus: 'clinc150', topics: 'change_user_name user_name what_is_your_name change_ai_name make_call'.split(' ') },
  T: { corpus: 'clinc150', topics: 'bill_due pay_bill min_payment bill_balance income'.split(' ') },
};

function banking(topics: string): TicketSet {
  return { corpus: 'banking77', topics: topics.split(' ') };
}

/** Training rows by topic; which topic is small is a matter of the run. */
const SIZES = [120, 80, 55, 30, 15];

/** 300 uneven tickets and the official test rows of the five topics. */
export interface TicketRun {
  readonly train: Table;
  readonly test: Table;
}

/** A reader of one set's runs. */
export async function openTickets({ corpus, topics }: TicketSet, folder: URL): Promise<(run: number) => TicketRun> {
  const read = async (part: string) => {
    const { pathname } = new URL(`${corpus}/${part}.csv`, folder);
    return (await readTable(pathname, { kinds: { text: 'text', label: 'category' } })).table;
  };
  const [train, test] = [await read('train'), await read('test')];
  const ownTest = topics.flatMap((topic) => [...rowsOf(test, topic)]);
  return (run) => {
    const random = createRandom(`tickets ${topics.join(' ')} ${run}`);
    const sizes = shuffle(SIZES.slice(), random);
    const chosen = topics.flatMap((topic, k) => [...shuffle(rowsOf(train, topic), random).subarray(0, sizes[k])]);
    return {
      train: labelled(takeRows(train, shuffle(chosen, random)), topics),
      test: labelled(takeRows(test, ownTest), topics),
    };
  };
}

/** Each class filled up to the largest with its own rows drawn again. */
export function copied(train: Table, random: Random): Table {
  const { codes, levels } = columnOf(train, 'label') as CodedColumn;
  const own = levels.map((_, level) => rowsThat(codes.length, (row) => codes[row] === level));
  const most = Math.max(...own.map((rows) => rows.length));
  const drawn = own.flatMap((rows) =>
    Array.from({ length: most - rows.length }, () => rows[random.int(0, rows.length)]),
  );
  return takeRows(train, drawn);
}

function rowsOf(table: Table, topic: string): Int32Array {
  const { codes, levels } = columnOf(table, 'label') as CodedColumn;
  const code = levels.indexOf(topic);
  return rowsThat(codes.length, (row) => codes[row] === code);
}

function labelled(table: Table, topics: readonly string[]): Table {
  const { codes, levels } = columnOf(table, 'label') as CodedColumn;
  const label = { storage: 'coded', codes: codes.map((code) => topics.indexOf(levels[code])), levels: topics } as const;
  return createTable(
    [
      { name: 'text', kind: 'text', nullable: false, role: 'feature' },
      { name: 'label', kind: 'category', nullable: false, role: 'target', levels: topics },
    ],
    [columnOf(table, 'text'), label],
  );
}
