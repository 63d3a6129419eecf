export { coveringArray, MOST_TUPLES } from './covering/covering-array.ts';
export type { CoveringRequest } from './covering/greedy-array.ts';
export { RULE_COLUMN } from './grammar/template-plan.ts';
export { type GrammarCoverage, grammarCoverage } from './grammar-coverage.ts';
export { type RulesModel, type RulesOptions, type RulesTable, rules, rulesTables } from './rules.ts';
