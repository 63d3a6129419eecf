/** What money is moved for: a way of paying and, for purchases, what is bought. The numbers are made up, as an example to start from. */
export interface Place {
  readonly kind: PaymentKind;
  /** What is bought; `none` where nothing is. */
  readonly category: string;
  /** Of all payments. */
  readonly share: number;
  /** Of these, without a card reader or a machine. */
  readonly online: number;
  /** How large amounts are: of the logarithm, in any unit. */
  readonly size: number;
}

/** How money moves, after the transaction types of PaySim (Lopez-Rojas, Elmir & Axelsson 2016), its debits aside. */
export const paymentKinds = ['purchase', 'transfer', 'cash-out', 'cash-in'] as const;
/** One of {@link paymentKinds}. */
export type PaymentKind = (typeof paymentKinds)[number];

const purchase = (category: string, share: number, online: number, size: number): Place => ({
  kind: 'purchase',
  category,
  share: 0.8 * share,
  online,
  size,
});

/** All places; purchases come first, in categories that differ in size as those of BankSim do (Lopez-Rojas & Axelsson 2014). */
export const places: readonly Place[] = [
  purchase('grocery', 0.28, 0.08, -0.3),
  purchase('restaurant', 0.16, 0.15, -0.5),
  purchase('household', 0.14, 0.4, 0.2),
  purchase('subscription', 0.1, 1, -0.8),
  purchase('fashion', 0.09, 0.5, 0.3),
  purchase('fuel', 0.08, 0, 0),
  purchase('health', 0.07, 0.1, 0),
  purchase('electronics', 0.04, 0.6, 1.2),
  purchase('travel', 0.04, 0.8, 1.6),
  { kind: 'transfer', category: 'none', share: 0.13, online: 1, size: 1.4 },
  { kind: 'cash-out', category: 'none', share: 0.05, online: 0, size: 0.9 },
  { kind: 'cash-in', category: 'none', share: 0.02, online: 0, size: 1.5 },
];

/** What is bought, and `none`. */
export const categories: readonly string[] = [...new Set(places.map(({ category }) => category))];

/** The place of that category, else of that kind. */
export const placeOf = (name: string): number =>
  places.findIndex(({ category, kind }) => (category === 'none' ? kind : category) === name);

/** Where a payment is made. */
export const channels: readonly string[] = ['store', 'online', 'machine'];

/** The channel of a place: online or not. */
export const channelOf = ({ kind }: Place, online: boolean): number => (online ? 1 : kind === 'purchase' ? 0 : 2);
