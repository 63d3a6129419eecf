/** What a report says in place of a decision that nobody asked for. */
export const NO_DECISION = 'This report describes the data; no decision was asked for.';
