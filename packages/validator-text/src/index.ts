export { isIban, passesLuhn } from './check-digits.ts';
export { type ContaminationOptions, contaminationValidator } from './contamination-validator.ts';
export { type DetectedLanguage, detectLanguage, isForeign, languages } from './detect-language.ts';
export { type DifficultyOptions, difficultyValidator } from './difficulty-validator.ts';
export { type DuplicateOptions, duplicateTextValidator } from './duplicate-validator.ts';
export { type ComparedPart, explainDuplicate } from './explain-duplicate.ts';
export { citationsIn, type FaithfulnessOptions, faithfulnessValidator } from './faithfulness-validator.ts';
export { type Copies, findCopies } from './find-copies.ts';
export {
  type AlikePair,
  alikePairs,
  type DuplicateSearch,
  type Duplicates,
  findDuplicates,
} from './find-duplicates.ts';
export { findUnsafe, type SafetyLists, type UnsafeContent } from './find-unsafe.ts';
export { type FormatOptions, formatValidator } from './format-validator.ts';
export { type HashFamily, hashFamily, minHash } from './hash-family.ts';
export { type LanguageOptions, languageValidator } from './language-validator.ts';
export { type LengthOptions, lengthValidator } from './length-validator.ts';
export {
  findPersonalData,
  type MaskedText,
  maskPersonalData,
  type PersonalDatum,
  type PersonalKind,
  personalKinds,
} from './personal-data.ts';
export { maskTable, type PersonalDataOptions, personalDataValidator } from './personal-data-validator.ts';
export { type PairOptions, type PreferencePair, preferencePairs, type RankedCandidates } from './preference-pairs.ts';
export { type SafetyKind, safetyKinds } from './safety-patterns.ts';
export { type SafetyOptions, safetyValidator } from './safety-validator.ts';
export { type AgreementYield, agreementYield, type SelfAgreement, selfAgreement } from './self-agreement.ts';
export {
  type Embed,
  findSemanticDuplicates,
  type SemanticDuplicates,
  type SemanticSearch,
} from './semantic-duplicates.ts';
export { type SemanticOptions, semanticDuplicates } from './semantic-validator.ts';
export { textValidators } from './text-validators.ts';
export { type UnsupportedFacts, unsupportedFacts } from './unsupported-facts.ts';
export { citationForm, verbatimSpan } from './verbatim-span.ts';
